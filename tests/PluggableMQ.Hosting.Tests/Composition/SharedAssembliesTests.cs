using System.Reflection;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Tests.Composition;

/// <summary>What a real host shares with plugins. A name more is a promise to all of them, a name less breaks those that use it.</summary>
public sealed class SharedAssembliesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Shared_AreTheContractsAndWhatTheirSignaturesNeed()
    {
        await using var host = Open();
        var shared = host.Catalog.Shared;

        Assert.Equal(
            [
                "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Primitives", "PluggableMQ.Abstractions", "PluggableMQ.Protocol",
            ],
            shared.ContractNames.Order(StringComparer.Ordinal));
        // Types in signatures come from there, or from the framework.
        Assert.All(SignatureAssemblies(typeof(IPlugin).Assembly, typeof(RemotingCommand).Assembly), name => Assert.True(shared.Contains(name), name));
    }

    [Theory]
    [InlineData("Autofac")]
    [InlineData("Autofac.Extensions.DependencyInjection")]
    [InlineData("Scrutor")]
    [InlineData("PluggableMQ.Hosting")]
    [InlineData("PluggableMQ.Plugins")]
    [InlineData("PluggableMQ.Remoting")]
    [InlineData("PluggableMQ.Client")]
    [InlineData("PluggableMQ.Transport.Tcp")]
    public async Task Shared_HostsOwn_IsPrivate(string name)
    {
        await using var host = Open();
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll")), $"{name} is not there in the first place.");

        Assert.False(host.Catalog.Shared.Contains(name));
    }

    private static HashSet<string> SignatureAssemblies(params Assembly[] contracts)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var types = contracts.SelectMany(a => a.GetExportedTypes()).ToList();
        var used = types.SelectMany(t => t.GetInterfaces().Append(t.BaseType ?? typeof(object)))
            .Concat(types.SelectMany(t => t.GetMethods(All)).Where(m => m.IsPublic || m.IsFamily)
                .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
            .Concat(types.SelectMany(t => t.GetConstructors()).SelectMany(c => c.GetParameters().Select(p => p.ParameterType)));
        return [.. used.SelectMany(Flatten).Select(t => t.Assembly.GetName().Name!)];
    }

    private static IEnumerable<Type> Flatten(Type type)
        => type.HasElementType ? Flatten(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Flatten).Append(type);

    private PluginHost Open()
        => PluginHost.Open(new PluginHostOptions { ManifestFile = _folder.Write("m.json", "{}"), PluginDirectories = [], Role = HostRole.Broker });
}
