using System.CommandLine;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Logging;

namespace PluggableMQ.Hosts.Cli.Quickstart;

/// <summary><c>pmq quickstart</c>: all of it in one process.</summary>
internal static class QuickstartCommand
{
    private const string Sample = "Samples/orders.txt";

    public static Command Create()
    {
        var options = new CommonOptions();
        options.Level.DefaultValueFactory = _ => LogLevel.Warning;
        var input = new Option<string?>("--input") { Description = "The file whose lines are sent. Default: a sample of 240 orders.", HelpName = "FILE" };
        var command = new Command("quickstart", """
            Runs a NameServer, a broker and a producer in one process on free ports, with a temporary store; sends each line of a file
            through them, reads every one back, and says what ran.

            Examples:
              pmq quickstart
              pmq quickstart --input /etc/services
              pmq quickstart --manifest pluggablemq.json     with the plugins that a manifest chooses
            """) { input, options.Manifest, options.Level };
        command.SetAction((result, _) => HostErrors.RunAsync("pmq quickstart", result.GetValue(options.Level), () => RunAsync(result, options, result.GetValue(input))));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CommonOptions options, string? input)
    {
        using var signal = new StopSignal();
        var file = Path.GetFullPath(input ?? Path.Combine(AppContext.BaseDirectory, Sample));
        if (!File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"pmq quickstart: there is no file {file}; name one with --input FILE.");
            return HostErrors.Failed;
        }

        using var logging = new ConsoleLoggerFactory(Console.Error, arguments.GetValue(options.Level), TimeProvider.System);
        var work = Directory.CreateTempSubdirectory("pmq-quickstart-");
        try
        {
            await using var plugins = PluginHost.Open(new PluginHostOptions
            {
                ManifestFile = arguments.GetValue(options.Manifest),
                Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
                LoggerFactory = logging,
                HotSwap = false,
            });
            Console.Out.WriteLine($"Sending each line of {file}");
            var account = await new QuickstartRun(plugins, file, work.FullName, Console.Out).RunAsync(signal.Requested);
            return account.IsComplete ? 0 : HostErrors.Failed;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
