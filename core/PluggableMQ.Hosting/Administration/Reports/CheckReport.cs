using PluggableMQ.Plugins.Checking;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>What a check of plugin folders found: what <c>pmq plugins check --json</c> prints.</summary>
public sealed record CheckReport
{
    /// <summary>The folder that was checked.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether a host would use every plugin in it.</summary>
    public required bool IsClean { get; init; }

    /// <summary>How many findings keep a plugin from being used.</summary>
    public required int Errors { get; init; }

    /// <summary>How many findings do not.</summary>
    public required int Warnings { get; init; }

    /// <summary>The plugins that were checked, as id and version.</summary>
    public required IReadOnlyList<string> Plugins { get; init; }

    /// <summary>All findings; each says which plugin it is about.</summary>
    public required IReadOnlyList<PluginFinding> Findings { get; init; }

    /// <summary>Makes the report of a check.</summary>
    /// <param name="report">What the check found.</param>
    /// <returns>The report.</returns>
    public static CheckReport Of(PluginFolderReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new CheckReport
        {
            Directory = report.Directory,
            IsClean = report.IsClean,
            Errors = report.Findings.Count(f => f.Severity == FindingSeverity.Error),
            Warnings = report.Findings.Count(f => f.Severity == FindingSeverity.Warning),
            Plugins = [.. report.Plugins.Select(p => p.ToString())],
            Findings = report.Findings,
        };
    }
}
