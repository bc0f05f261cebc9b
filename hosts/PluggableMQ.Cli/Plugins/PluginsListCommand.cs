using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting;
using PluggableMQ.Hosting.Composition;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary><c>pmq plugins list [DIR]</c>: finds and checks plugins and runs none of their code.</summary>
internal static class PluginsListCommand
{
    public static Command Create()
    {
        var directory = new Argument<string?>("DIR") { Description = "A folder of plugins in place of the manifest's.", Arity = ArgumentArity.ZeroOrOne };
        var manifest = new Option<string?>("--manifest") { Description = "The plugin manifest. Default: the one that is built in.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Prints one JSON array." };
        var command = new Command("list", """
            Lists the plugins: id, version, SPI range, status and why, what they provide, what is in use, where they are. Runs none of their code.

            Examples:
              pmq plugins list
              pmq plugins list --manifest pluggablemq.json   what that manifest uses
              pmq plugins list ./plugins --json              a folder of one's own
            """) { directory, manifest, json };
        command.SetAction((result, _) => HostErrors.RunAsync("pmq plugins list", LogLevel.Information, async () =>
        {
            var folder = result.GetValue(directory);
            await using var host = PluginHost.Open(new PluginHostOptions
            {
                ManifestFile = result.GetValue(manifest),
                PluginDirectories = folder is null ? null : [ExistingFolder(folder)],
                Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
                LoggerFactory = NullLoggerFactory.Instance,
            });
            var rows = PluginRow.Read(host);
            if (result.GetValue(json)) PluginRowJson.Write(Console.Out, rows);
            else PluginTable.Write(Console.Out, rows, host.Catalog.Directories);
            return 0;
        }));
        return command;
    }

    private static string ExistingFolder(string folder)
    {
        var path = Path.GetFullPath(folder);
        return Directory.Exists(path) ? path : throw new HostConfigurationException($"There is no folder {path}.");
    }
}
