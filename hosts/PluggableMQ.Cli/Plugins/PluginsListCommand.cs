using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary><c>pmq plugins list</c>: all plugins, of a folder (none of their code runs) or of a running host.</summary>
internal static class PluginsListCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON array." };
        var command = new Command("list", """
            Lists the plugins: id, version, SPI range, status and why, what they provide, what is in use,
            where they are.

            Examples:
              pmq plugins list                                  beside this tool; runs none of their code
              pmq plugins list --manifest pluggablemq.json      what that manifest uses
              pmq plugins list ./plugins --json                 a folder of one's own
              pmq plugins list --host 127.0.0.1:9878            a running host that was started with --admin
            """);
        var source = new PluginSource();
        source.AddTo(command);
        command.Add(json);
        command.SetAction((result, stop) => HostErrors.RunAsync("pmq plugins list", LogLevel.Information, async () =>
        {
            await using var reader = source.Open(result);
            var plugins = await reader.ListAsync(stop);
            if (result.GetValue(json)) JsonOutput.Write(plugins);
            else PluginTable.Write(Console.Out, plugins, reader.Places);
            return 0;
        }));
        return command;
    }
}
