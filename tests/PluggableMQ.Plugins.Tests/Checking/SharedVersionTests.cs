using Mono.Cecil;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Checking;
using PluggableMQ.Protocol;

namespace PluggableMQ.Plugins.Tests.Checking;

/// <summary>Versions of what plugins share with the host beside the SPI, which no range of plugin.json speaks of.</summary>
public sealed class SharedVersionTests : IDisposable
{
    private static readonly Version Host = typeof(RemotingCommand).Assembly.GetName().Version!;
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_BuiltAgainstTheHostsVersion_FindsNothing() => Assert.Empty(Check(Host));

    [Fact]
    public void Run_AnotherPatch_FindsNothing() => Assert.Empty(Check(new Version(Host.Major, Host.Minor, 0, 0)));

    [Fact]
    public void Run_AnEarlierMinorVersionOf0_IsAnErrorWithBothVersions()
    {
        Assert.Equal((0, 1), (Host.Major, Host.Minor));

        var finding = Assert.Single(Check(new Version(0, 0, 9, 0)));

        Assert.Equal((FindingSeverity.Error, PluginPhase.Check), (finding.Severity, finding.Phase));
        Assert.EndsWith(
            $"was built against PluggableMQ.Protocol 0.0.9.0, this host has {Host}, which need not have all that was in the former; build it against that version.",
            finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ALaterVersion_IsAnErrorWithBothVersions()
        => Assert.Contains(
            $"was built against PluggableMQ.Protocol 1.0.0.0, this host has {Host}; build it against that version, or use a newer host.",
            Assert.Single(Check(new Version(1, 0, 0, 0))).ToString(), StringComparison.Ordinal);

    private IReadOnlyList<PluginFinding> Check(Version protocol)
    {
        var folder = _folder.Add("Fixtures.Beta");
        PlantedFault.Rewrite(
            Path.Combine(folder, "Fixtures.Beta.dll"), a => a.MainModule.AssemblyReferences.Add(new AssemblyNameReference("PluggableMQ.Protocol", protocol)));
        return PluginFolderCheck.Run(folder, new PluginCatalogOptions { SharedAssemblies = [typeof(RemotingCommand).Assembly] }).Findings;
    }
}
