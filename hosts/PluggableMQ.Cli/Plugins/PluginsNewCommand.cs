using System.CommandLine;
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
        var feed = new Option<string?>("--feed") { Description = "A folder, or an address, with PluggableMQ's packages, for the project's nuget.config.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("new", """
            Makes a plugin's project with its manifest, options and tests, by 'dotnet new' from the templates
            beside this tool. Templates that are installed already are not touched, and a folder with something
            in it is not either.

            Examples:
              pmq plugins new rpcHook Acme.SizeLimit
              pmq plugins new queueSelection Acme.Nearest --output src/Acme.Nearest --feed ./packages
            """) { kind, name, output, feed, json };
        command.SetAction((result, stop) => HostErrors.RunAsync("pmq plugins new", LogLevel.Information, async () =>
        {
            var template = PluginTemplate.Find(result.GetValue(kind)!);
            var project = CheckName(result.GetValue(name)!);
            var folder = Path.GetFullPath(result.GetValue(output) ?? project);
            if (Path.Exists(folder) && (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any()))
                throw new HostConfigurationException($"{folder} is there and not empty; nothing was written. Choose another name, or another folder with --output.");
            await DotnetNew.RunAsync(template.ShortName, project, folder, FeedOf(result.GetValue(feed)), stop);
            var report = new NewPluginReport(template.Kind, template.ShortName, project, folder, ListFiles(folder), NextCommands(folder, project));
            if (result.GetValue(json)) JsonOutput.Write(report);
            else Write(report);
            return 0;
        }));
        return command;
    }

    // It becomes a namespace, a folder and a plugin's id.
    private static string CheckName(string name)
    {
        var isName = name.Length <= 128 && name.Split('.').All(part => part.Length > 0 && char.IsAsciiLetter(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
        return isName ? name : throw new HostConfigurationException($"'{name}' is no name for a project; use letters, digits and underscores, parts separated by dots, a letter first: Acme.SizeLimit.");
    }

    // The project lies elsewhere than this command runs.
    private static string? FeedOf(string? feed)
    {
        if (feed is null || feed.Contains("://", StringComparison.Ordinal)) return feed;
        var path = Path.GetFullPath(feed);
        return Directory.Exists(path) ? path : throw new HostConfigurationException($"There is no folder {path} (--feed); name the folder that holds PluggableMQ's packages.");
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
