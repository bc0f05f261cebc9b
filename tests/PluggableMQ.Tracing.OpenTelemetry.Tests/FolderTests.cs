using PluggableMQ.Tracing.OpenTelemetry.Tests.Support;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests;

/// <summary>What lies in the plugin's folder.</summary>
public sealed class FolderTests
{
    [Fact]
    public void Folder_Dependencies_ArePrivateAndTheFrameworksAreNot()
    {
        var files = Directory.GetFiles(TracedCluster.PluginFolder, "*.dll").Select(Path.GetFileName).ToHashSet();

        Assert.Superset(new HashSet<string?> { "OpenTelemetry.dll", "OpenTelemetry.Api.dll", "OpenTelemetry.Exporter.OpenTelemetryProtocol.dll" }, files);
        Assert.DoesNotContain("System.Diagnostics.DiagnosticSource.dll", files);
        Assert.DoesNotContain("PluggableMQ.Abstractions.dll", files);
    }
}
