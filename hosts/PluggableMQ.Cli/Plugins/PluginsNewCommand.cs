using System.CommandLine;
using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using PluggableMQ.Hosting;
using PluggableMQ.Hosting.Administration.Reports;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary><c>pmq plugins new KIND NAME</c>: makes a plugin's project from a template.</summary>
internal static class PluginsNewCommand
{
    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = $"What the plugin provides: {string.Join(", ", PluginTemplate.All.Select(t => t.Kind))}." };
        var name = new Argument<string>("NAME") { Description = "The project's name and the plugin's id, for example Acme.SizeLimit." };
        var output = new Option<string?>("--output", "-o") { Description = "The folder to make. Default: NAME, here.", HelpName = "DIR" };
        var feed = new Option<string?>("--feed")
        {
            Description = "A folder, or an address, with PluggableMQ's packages, for the project's nuget.config. Default: ../artifacts/packages, from the new folder.",
            HelpName = "DIR",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("new", """
            Makes a plugin's project with its manifest, options and tests, by 'dotnet new' from the templates
            beside this tool. Templates that are installed already are not touched, and a folder with something
            in it is not either.

            Examples:
              pmq plugins new rpcHook Acme.SizeLimit
              pmq plugins new queueSelection Acme.Nearest --output src/Acme.Nearest --feed ./packages
            """) { kind, name, output, feed, json };
        command.SetAction((result, _) => HostErrors.RunAsync("pmq plugins new", LogLevel.Information, async () =>
        {
            var template = PluginTemplate.Find(result.GetValue(kind)!);
            var project = ProjectName.Check(result.GetValue(name)!);
            var folder = Path.GetFullPath(result.GetValue(output) ?? project);
            if (Path.Exists(folder) && (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any()))
                throw new HostConfigurationException($"{folder} is there and not empty; nothing was written. Choose another name, or another folder with --output.");
            await MakeAsync(template.ShortName, project, folder, FeedOf(result.GetValue(feed)));
            await WarnAboutFeedAsync(folder);
            var report = new NewPluginReport(template.Kind, template.ShortName, project, folder, ListFiles(folder), NextCommands(folder, project));
            if (result.GetValue(json)) JsonOutput.Write(report);
            else Write(report);
            return 0;
        }));
        return command;
    }

    private static async Task MakeAsync(string template, string project, string folder, string? feed)
    {
        using var signal = new StopSignal();
        try
        {
            await DotnetNew.RunAsync(template, project, folder, feed, signal.Requested);
        }
        catch (OperationCanceledException)
        {
            throw new HostConfigurationException($"stopped before the project was whole; remove {folder} if it is there.");
        }
    }

    // The project lies elsewhere than this command runs.
    private static string? FeedOf(string? feed)
    {
        if (feed is null || feed.Contains("://", StringComparison.Ordinal)) return feed;
        var path = Path.GetFullPath(feed);
        return Directory.Exists(path) ? path : throw new HostConfigurationException($"There is no folder {path} (--feed); name the folder that holds PluggableMQ's packages.");
    }

    // Restoring says NU1301, and not where the packages could come from.
    private static async Task WarnAboutFeedAsync(string folder)
    {
        var config = Path.Combine(folder, "nuget.config");
        var source = (string)XDocument.Load(config).Descendants("add").First(add => (string?)add.Attribute("key") == "PluggableMQ").Attribute("value")!;
        if (source.Contains("://", StringComparison.Ordinal)) return;
        var path = Path.GetFullPath(source, folder);
        if (Directory.Exists(path)) return;
        await Console.Error.WriteLineAsync($"""
            pmq plugins new: warning: {path} is not there, and PluggableMQ's packages are looked for in it; 'dotnet test' ends with NU1301.
              Make them by 'dotnet pack .ci/packages.proj' in a clone of the repository, and write the path of its artifacts/packages
              into {config}; the next time, name it by --feed.
            """);
    }

    private static IReadOnlyList<string> ListFiles(string folder)
        => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    // The test builds the plugin's folder, too.
    private static IReadOnlyList<string> NextCommands(string folder, string project)
        => [$"cd {Quote(Path.GetRelativePath(Environment.CurrentDirectory, folder))}", "dotnet test", $"pmq plugins check {project}/bin/plugin/{project}"];

    private static string Quote(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static void Write(NewPluginReport report)
    {
        Console.Out.WriteLine($"{report.Name}, a plugin of kind {report.Kind}, in {report.Directory}:");
        foreach (var file in report.Files) Console.Out.WriteLine($"  {file}");
        Console.Out.WriteLine();
        Console.Out.WriteLine("Next:");
        foreach (var command in report.Next) Console.Out.WriteLine($"  {command}");
    }
}
