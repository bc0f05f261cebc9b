using System.CommandLine;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Logging;
using PluggableMQ.Hosts.Feeding;

namespace PluggableMQ.Hosts.Producer;

/// <summary>The command line of <c>pmq-producer</c>.</summary>
internal static class ProducerCommand
{
    private const string Program = "pmq-producer";

    public static Task<int> InvokeAsync(string[] arguments)
    {
        var options = new CommonOptions();
        var feed = new FeedArguments();
        feed.Topic.Required = false;
        var files = new Argument<string[]>("files") { Description = "Files to send line by line, in turn; none or - is standard input.", Arity = ArgumentArity.ZeroOrMore };
        var follow = new Option<bool>("--follow", "-f") { Description = "Keep waiting for more lines at the end of the last file, as tail -F does." };
        var root = new RootCommand("""
            A producer to keep running: sends lines, or JSON lines, as messages.

            Examples:
              pmq-producer -n 127.0.0.1:9876 --topic lines < file.txt
              pmq-producer -n 127.0.0.1:9876 --topic log --follow /var/log/app.log
              pmq-producer --topic orders --json-lines --reject-file rejected.jsonl orders.jsonl
              pmq-producer --manifest pluggablemq.json -p     prints every setting in force and where it comes from

            Exit code 0: all sent. 1: it could not run. 2: some lines were not sent; they are counted, and in the reject file.
            """) { files, follow };
        feed.AddTo(root);
        foreach (var option in new Option[] { options.NameServers, options.ConfigFile, options.Print, options.Manifest, options.Set, options.Admin, options.Level }) root.Add(option);
        root.SetAction((result, _) => HostErrors.RunAsync(Program, result.GetValue(options.Level), () => RunAsync(result, options, feed, result.GetValue(files) ?? [], result.GetValue(follow))));
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> RunAsync(ParseResult arguments, CommonOptions options, FeedArguments feed, string[] files, bool follow)
    {
        using var signal = new StopSignal();
        using var loggerFactory = new ConsoleLoggerFactory(Console.Error, arguments.GetValue(options.Level), TimeProvider.System);
        await using var plugins = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = arguments.GetValue(options.Manifest),
            Settings = SettingLayers.Read(arguments, options),
            Role = HostRole.Client,
            LoggerFactory = loggerFactory,
        });
        await using var client = plugins.CreateClient();
        if (arguments.GetValue(options.Print))
        {
            SettingsPrinter.Print(Console.Out, client.Settings.All);
            return 0;
        }

        if (arguments.GetValue(feed.Topic) is null)
        {
            await Console.Error.WriteLineAsync($"{Program}: name the topic to send to: --topic TOPIC.");
            return HostErrors.Failed;
        }

        await client.StartAsync(cancellationToken: signal.Requested);
        return await FeedRun.RunAsync(client, feed.Read(arguments, files, follow), Program, json: false, signal.Requested);
    }
}
