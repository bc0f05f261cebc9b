using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Loading;

namespace PluggableMQ.Plugins.Tests.Facts;

/// <summary>What pins a collectible context for good, and what does not. The pinned contexts stay until the tests' process ends.</summary>
public sealed class PinningFactTests : IDisposable
{
    private readonly PluginFolder _folder = new();
    private readonly SharedContracts _shared = SharedContracts.Compute([typeof(IPlugin).Assembly], new HostAssemblies());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("JsonByReflection")]
    [InlineData("TypeDescriptorOnATypeOfItsOwn")]
    [InlineData("DataAnnotationsValidator")]
    [InlineData("BinderByReflectionOnAnEnumOfItsOwn")]
    [InlineData("TimerInAStatic")]
    [InlineData("ProcessExitHandler")]
    [InlineData("AsyncLocalLeftBehind")]
    public void Unload_AfterWhatPins_LeavesTheContextInMemory(string method) => Assert.True(Collection.Leaves(RunAndUnload("Fixtures.Pins.Pinning", method)));

    [Theory]
    [InlineData("JsonByGenerator")]
    [InlineData("BinderByGenerator")]
    [InlineData("OptionsValidatorByGenerator")]
    [InlineData("ValidateOptionsByHand")]
    [InlineData("TimerDisposed")]
    [InlineData("ProcessExitHandlerTakenOff")]
    [InlineData("AsyncLocalTakenBack")]
    public void Unload_AfterWhatDoesNotPin_IsCollected(string method) => Assert.True(Collection.Takes(RunAndUnload("Fixtures.Pins.NotPinning", method)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference RunAndUnload(string type, string method)
    {
        var file = Path.Combine(_folder.Add("Fixtures.Pins"), "Fixtures.Pins.dll");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("depth", "4"), new("mode", "Fast")]).Build();
        var context = new PluginLoadContext($"pins/{method}", file, _shared, [], isCollectible: true);
        context.LoadEntry().GetType(type, throwOnError: true)!.GetMethod(method)!.CreateDelegate<Action<IConfiguration>>()(configuration);
        context.Unload();
        return new WeakReference(context);
    }
}
