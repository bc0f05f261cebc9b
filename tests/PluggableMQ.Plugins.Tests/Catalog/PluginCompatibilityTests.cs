using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Compatibility;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>Plugins as authors really build them: native and satellite files, own copies of contracts, old and new contracts.</summary>
public class PluginCompatibilityTests : CatalogTestBase
{
    [Theory]
    [InlineData("runtimes/linux-x64/native/libpmqfixture.so")]
    [InlineData("libpmqfixture.so")]
    public async Task Create_PluginWithANativeLibrary_FindsItInTheShadowCopy(string place)
    {
        // The library is kept as a binary for this one platform.
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64) return;
        var folder = Folder.Add("Fixtures.Native");
        var library = Path.Combine(folder, "runtimes", "linux-x64", "native", "libpmqfixture.so");
        Assert.True(File.Exists(library), library);
        File.Move(library, Path.Combine(folder, place));

        Assert.Equal(["20+22=42"], await AskAsync(Open(), "native"));
        var mapped = (await File.ReadAllLinesAsync("/proc/self/maps")).Where(l => l.Contains("libpmqfixture.so", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(mapped);
        Assert.DoesNotContain(mapped, l => l.Contains(Folder.Root, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_PluginWithSatelliteResources_SpeaksGermanAndFallsBack()
    {
        var folder = Folder.Add("Fixtures.Speaking");
        Assert.True(File.Exists(Path.Combine(folder, "de", "Fixtures.Speaking.resources.dll")));

        Assert.Equal(["en=good day", "de=guten Tag", "fr=good day"], await AskAsync(Open(), "speaking"));
    }

    [Fact]
    public async Task Create_PluginWithAnOwnCopyOfTheContracts_UsesTheHosts()
    {
        var folder = Folder.Add("Fixtures.Beta");
        foreach (var shared in new[] { typeof(IPlugin).Assembly, typeof(NullLoggerFactory).Assembly }) File.Copy(shared.Location, Path.Combine(folder, Path.GetFileName(shared.Location)));
        var catalog = Open();

        Assert.Contains("library=library 2", await AskAsync(catalog, "beta"));
        Assert.Equal(2, catalog.Entries[0].Notes.Count(n => n.Contains("which is ignored: the host's", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Create_PluginOfTheFirstRelease_IsConfiguredAndWorks()
    {
        var folder = Folder.Add("Spi10");
        var built = AssemblyFacts.TryRead(Path.Combine(folder, "Fixtures.Spi10.dll"))!;
        var catalog = Open();

        Assert.Equal(new Version(1, 0, 0, 0), built.References.Single(r => r.Name == "PluggableMQ.Abstractions").Version);
        Assert.True(typeof(IPlugin).Assembly.GetName().Version > new Version(1, 0, 0, 0));
        Assert.Equal(["Fixtures.Spi10:9876"], await AskAsync(catalog, "spi10"));

        var hook = catalog.Create(PluginKinds.RpcHook, "spi10", new RpcHookCreationContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));
        var request = new RequestOfAHook();
        await hook.BeforeAsync(request, CancellationToken.None);
        await hook.AfterAsync(request, CancellationToken.None);
        Assert.Equal([new("stamp", "hello")], request.GetFields());
        Assert.Equal("spi10 Broker", hook.Name);

        var strategy = catalog.Create(PluginKinds.QueueSelection, "spi10", new QueueSelectionContext("group", TimeProvider.System, NullLoggerFactory.Instance));
        MessageQueue[] queues = [new("T", "a", 0), new("T", "a", 1)];
        Assert.Same(queues[1], strategy.Select(new QueueSelectionRequest { Topic = "T", Queues = queues }));
        strategy.Report(new SendOutcome(queues[1], TimeSpan.Zero, SendResultKind.Succeeded));
        Assert.Equal("group: 1", strategy.ToString());
    }
}
