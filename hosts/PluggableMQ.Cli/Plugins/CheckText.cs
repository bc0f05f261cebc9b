using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosts.Cli.Text;
using PluggableMQ.Plugins.Checking;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>Writes what a check found for people: by plugin, each finding with its remedy below it.</summary>
internal static class CheckText
{
    private const int Margin = 11;

    public static void Write(TextWriter output, CheckReport report)
    {
        output.WriteLine(report.Directory);
        foreach (var plugin in report.Plugins.Concat(report.Findings.Select(f => f.Plugin)).Distinct())
        {
            var findings = report.Findings.Where(f => f.Plugin == plugin).ToList();
            output.WriteLine();
            output.WriteLine(findings.Count == 0 ? $"{plugin}: fits" : plugin);
            foreach (var finding in findings) Write(output, finding, report.Directory);
        }

        output.WriteLine();
        output.WriteLine($"{Count(report.Plugins.Count, "plugin")}, {Count(report.Errors, "error")}, {Count(report.Warnings, "warning")}");
    }

    private static void Write(TextWriter output, PluginFinding finding, string directory)
    {
        var file = Path.GetRelativePath(directory, finding.File);
        // The folder itself is the one named above.
        if (file == ".") file = Path.GetFileName(finding.File);
        var about = finding.Property is null ? file : $"{file}: '{finding.Property}'";
        var label = finding.Severity == FindingSeverity.Error ? "  error" : "  warning";
        TextWrap.Write(output, label, Margin, $"{about} {finding.Text} ({finding.Phase})");
        TextWrap.Write(output, Margin, $"-> {finding.Remedy}");
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
