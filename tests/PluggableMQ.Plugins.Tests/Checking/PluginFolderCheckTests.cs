using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Checking;

namespace PluggableMQ.Plugins.Tests.Checking;

public sealed class PluginFolderCheckTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public static TheoryData<string> FaultNames => [.. PlantedFaults.All.Select(f => f.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void Run_PlantedFault_NamesFileFaultAndRemedy(string name)
    {
        var fault = PlantedFaults.All.Single(f => f.Name == name);
        var alpha = _folder.Add("Fixtures.Alpha", folder: "alpha");
        _folder.Add("Fixtures.Beta", folder: "beta");
        fault.Plant(_folder, alpha);

        var report = PluginFolderCheck.Run(_folder.Root);

        var finding = report.Findings.FirstOrDefault(f => f.Text.Contains(fault.Text, StringComparison.Ordinal));
        Assert.True(finding is not null, $"Found only: {string.Join(Environment.NewLine, report.Findings)}");
        Assert.EndsWith(fault.File, finding.File, StringComparison.Ordinal);
        Assert.Equal(fault.Property, finding.Property);
        Assert.Contains(fault.Remedy, finding.Remedy, StringComparison.Ordinal);
        Assert.Equal(fault.Severity, finding.Severity);
        Assert.Equal(fault.Severity == FindingSeverity.Warning, report.IsClean);
        Assert.All(report.Findings, AssertReadable);
        AssertNothingLoaded();
    }

    [Fact]
    public void Run_GoodPlugins_FindsNothing()
    {
        _folder.Add("Fixtures.Alpha");
        _folder.Add("Fixtures.Alpha", m =>
        {
            m["id"] = "Derived";
            m["entryType"] = "Fixtures.Alpha.DerivedPlugin";
        }, "derived");
        _folder.Add("Fixtures.Beta");

        var report = PluginFolderCheck.Run(_folder.Root);

        Assert.Empty(report.Findings);
        Assert.True(report.IsClean);
        Assert.Equal(["Derived", "Fixtures.Alpha", "Fixtures.Beta"], report.Plugins.Select(p => p.Id));
        AssertNothingLoaded();
    }

    [Fact]
    public void Run_OnePluginsFolder_ChecksThatOneAlone()
    {
        var folder = _folder.Add("Fixtures.Alpha", m => m["version"] = "one");
        _folder.Add("Fixtures.Beta", m => m["version"] = "two");

        var finding = Assert.Single(PluginFolderCheck.Run(folder).Findings);

        Assert.Equal((FindingSeverity.Error, PluginPhase.Validate, "Fixtures.Alpha", "version"), (finding.Severity, finding.Phase, finding.Plugin, finding.Property));
        Assert.Equal($"{Path.Combine(folder, "plugin.json")}: 'version' is 'one'; write major.minor.patch, for example 1.0.0 or 1.1.0-beta.", finding.ToString());
    }

    [Fact]
    public void Run_RequiredPluginAmongTheHosts_IsFoundThere()
    {
        using var hosts = new PluginFolder();
        hosts.Add("Fixtures.Beta");
        var folder = _folder.Add("Fixtures.Alpha", m => m["requires"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["id"] = "Fixtures.Beta" }));

        var report = PluginFolderCheck.Run(folder, new PluginCatalogOptions { Directories = [hosts.Root] });

        Assert.Empty(report.Findings);
        Assert.Equal("Fixtures.Alpha", Assert.Single(report.Plugins).Id);
    }

    [Fact]
    public void Run_SeveralFaultsOfOnePlugin_ReportsAll()
    {
        var folder = _folder.Add("Fixtures.Alpha", m =>
        {
            m["spi"] = "[7.0,8.0)";
            m["entryType"] = "Fixtures.Alpha.NoPlugin";
        });
        File.Delete(Path.Combine(folder, "Fixtures.Library.dll"));
        File.Delete(Path.Combine(folder, "Fixtures.Alpha.deps.json"));

        var report = PluginFolderCheck.Run(folder);

        Assert.Equal(4, report.Findings.Count);
        Assert.Equal(PluginStatus.Invalid, Assert.Single(report.Plugins).Status);
    }

    [Fact]
    public void Run_EmptyFolder_SaysThatNoHostTakesIt()
    {
        var finding = Assert.Single(PluginFolderCheck.Run(_folder.Root).Findings);

        Assert.Equal((FindingSeverity.Error, PluginPhase.Discover), (finding.Severity, finding.Phase));
    }

    [Fact]
    public void Run_NoFolder_Throws() => Assert.Throws<DirectoryNotFoundException>(() => PluginFolderCheck.Run(Path.Combine(_folder.Root, "nowhere")));

    private static void AssertReadable(PluginFinding finding)
    {
        Assert.True(Path.IsPathRooted(finding.File), finding.File);
        Assert.DoesNotMatch(@"\.$", finding.Text);
        Assert.Matches(@"[.?]$", finding.Remedy);
    }

    private void AssertNothingLoaded()
        => Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => !a.IsDynamic && a.Location.StartsWith(_folder.Root, StringComparison.Ordinal));
}
