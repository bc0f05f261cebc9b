using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary><c>pmq plugins show ID</c>: all about one plugin.</summary>
internal static class PluginsShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The plugin's id." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("show", """
            Shows one plugin in full: how it stands and why, its options and where they come from (secrets
            are not shown), its assemblies with the versions asked for and used, and the time of each phase.
            A folder tells what can be known without running its code.

            Examples:
              pmq plugins show PluggableMQ.Storage.CommitLog
              pmq plugins show PluggableMQ.Storage.CommitLog --manifest pluggablemq.json
              pmq plugins show Acme.SizeLimit ./plugins         in a folder of one's own
              pmq plugins show Acme.SizeLimit --host 127.0.0.1:9878 --json
            """) { id };
        var source = new PluginSource();
        source.AddTo(command);
        command.Add(json);
        command.SetAction((result, stop) => HostErrors.RunAsync("pmq plugins show", LogLevel.Information, async () =>
        {
            await using var reader = source.Open(result);
            var plugin = await reader.ShowAsync(result.GetValue(id)!, stop);
            if (result.GetValue(json)) JsonOutput.Write(plugin);
            else new PluginSheet(Console.Out, plugin).Write();
            return 0;
        }));
        return command;
    }
}
