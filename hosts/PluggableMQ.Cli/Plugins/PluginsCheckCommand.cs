using System.CommandLine;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Checking;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary><c>pmq plugins check DIR</c>: what a host would find before it loads a plugin, for an author's build.</summary>
internal static class PluginsCheckCommand
{
    /// <summary>The exit code when the command itself was used wrongly: a build tells that from a plugin's fault.</summary>
    public const int WrongUse = 2;

    private const string Name = "check";

    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A plugin's folder, or a folder of plugins." };
        var with = new Option<string[]>("--with") { Description = "A folder of plugins that those in DIR may require; can be repeated.", HelpName = "DIR", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command(Name, """
            Checks plugins as a host does before it loads them: manifest, options' schema, SPI range, target
            framework, assemblies, requirements. Runs none of their code. Each finding names the file, the
            fault and what to do.

            Examples:
              pmq plugins check bin/Release/net10.0             the folder that a build made
              pmq plugins check ./plugins --json                all plugins of a folder
              pmq plugins check ./Acme.Audit --with ./plugins   one that requires others

            Exit code 0: a host would use them. 1: a fault was found. 2: the command was used wrongly.
            """) { directory, with, json };
        command.SetAction((result, _) => HostErrors.RunAsync("pmq plugins check", LogLevel.Information, async () =>
        {
            foreach (var folder in result.GetValue(with)!.Append(result.GetValue(directory)!).Where(f => !Directory.Exists(f)))
            {
                await Console.Error.WriteLineAsync($"pmq plugins check: there is no folder {Path.GetFullPath(folder)}; name a plugin's folder, or one that holds plugins' folders.");
                return WrongUse;
            }

            var report = CheckReport.Of(PluginFolderCheck.Run(result.GetValue(directory)!, new PluginCatalogOptions
            {
                Directories = [.. result.GetValue(with)!.Select(Path.GetFullPath)],
                Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
                SharedAssemblies = [typeof(RemotingCommand).Assembly],
            }));
            if (result.GetValue(json)) JsonOutput.Write(report);
            else CheckText.Write(Console.Out, report);
            return report.IsClean ? 0 : HostErrors.Failed;
        }));
        return command;
    }

    /// <summary>Whether the arguments were meant for this command and are wrong.</summary>
    public static bool IsMisused(ParseResult arguments) => arguments.Errors.Count > 0 && arguments.CommandResult.Command.Name == Name;
}
