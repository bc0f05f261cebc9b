using System.CommandLine;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Logging;

namespace PluggableMQ.Hosts.Producer;

/// <summary>The command line of <c>pmq-producer</c>.</summary>
internal static class ProducerCommand
{
    private const string Program = "pmq-producer";

    public static Task<int> InvokeAsync(string[] arguments)
    {
        var options = new CommonOptions();
        var topic = new Option<string?>("--topic", "-t") { Description = "The topic to send to.", HelpName = "TOPIC" };
        var root = new RootCommand("""
            A producer: sends each line of standard input as a message.

            Examples:
              pmq-producer -n 127.0.0.1:9876 --topic lines < file.txt
              pmq-producer --manifest pluggablemq.json -p     prints every setting in force and where it comes from
            """)
        {
            topic, options.NameServers, options.ConfigFile, options.Print, options.Manifest, options.Set, options.Level,
        };
        root.SetAction((result, _) => HostErrors.RunAsync(Program, result.GetValue(options.Level), () => RunAsync(result, options, result.GetValue(topic))));
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> RunAsync(ParseResult arguments, CommonOptions options, string? topic)
    {
        using var signal = new StopSignal();
        using var loggerFactory = new ConsoleLoggerFactory(Console.Error, arguments.GetValue(options.Level), TimeProvider.System);
        await using var plugins = PluginHost.Open(new PluginHostOptions { ManifestFile = arguments.GetValue(options.Manifest), Role = HostRole.Client, LoggerFactory = loggerFactory });
        await using var client = plugins.CreateClient(SettingLayers.Read(arguments, options));
        if (arguments.GetValue(options.Print))
        {
            SettingsPrinter.Print(Console.Out, client.Settings.All);
            return 0;
        }

        if (topic is null)
        {
            await Console.Error.WriteLineAsync($"{Program}: name the topic to send to: --topic TOPIC.");
            return HostErrors.Failed;
        }

        await client.StartAsync(cancellationToken: signal.Requested);
        return await LineSender.RunAsync(client, topic, Console.In, Console.Out, signal.Requested);
    }
}
