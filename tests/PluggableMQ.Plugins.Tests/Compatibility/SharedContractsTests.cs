using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Compatibility;

namespace PluggableMQ.Plugins.Tests.Compatibility;

public class SharedContractsTests
{
    private readonly SharedContracts _shared = SharedContracts.Compute([typeof(IPlugin).Assembly], new HostAssemblies());

    [Theory]
    [InlineData("PluggableMQ.Abstractions")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Microsoft.Extensions.Configuration.Abstractions")]
    [InlineData("Microsoft.Extensions.Primitives")]
    [InlineData("Microsoft.Extensions.DependencyInjection.Abstractions")]
    public void IsContract_InTheClosureOfTheSpi_IsShared(string name) => Assert.True(_shared.IsContract(name));

    [Theory]
    [InlineData("System.Runtime")]
    [InlineData("System.IO.Pipelines")]
    [InlineData("netstandard")]
    public void Contains_Framework_IsSharedButNoContract(string name)
    {
        Assert.True(_shared.Contains(name));
        Assert.False(_shared.IsContract(name));
        Assert.NotNull(_shared.VersionOf(name));
    }

    [Theory]
    [InlineData("PluggableMQ.Plugins")]
    [InlineData("Microsoft.Extensions.Configuration")]
    [InlineData("Mono.Cecil")]
    [InlineData("xunit.core")]
    public void Contains_HostsOwn_IsPrivate(string name) => Assert.False(_shared.Contains(name));
}
