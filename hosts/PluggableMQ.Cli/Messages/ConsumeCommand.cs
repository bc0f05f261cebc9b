using System.CommandLine;
using PluggableMQ.Client;
using PluggableMQ.Hosts.Cli.Client;

namespace PluggableMQ.Hosts.Cli.Messages;

/// <summary><c>pmq consume</c>: prints the messages of a topic.</summary>
internal static class ConsumeCommand
{
    private const string First = "first";
    private const string Last = "last";

    public static Command Create()
    {
        var topic = new Option<string>("--topic", "-t") { Description = "The topic to read.", HelpName = "TOPIC", Required = true };
        var from = new Option<string>("--from") { Description = "Where to begin: first, last, or a time such as 2026-01-31T12:00:00Z.", HelpName = "WHERE", DefaultValueFactory = _ => Last };
        var max = NumberOption.Create("--max", "Stop after so many messages; 0 is no end.", 0, 0);
        var tags = new Option<string>("--tags") { Description = "Only messages with these tags, separated by ||.", HelpName = "TAGS", DefaultValueFactory = _ => "*" };
        var noWait = new Option<bool>("--no-wait") { Description = "Stop at the end of the queues in place of waiting for new messages." };
        var json = new Option<bool>("--json") { Description = "Print each message as one JSON object on a line." };
        var command = new Command("consume", """
            Prints the messages of a topic, and waits for more until Ctrl-C. Commits no offsets: every run reads for itself.

            Examples:
              pmq consume --topic Orders --from first --max 10
              pmq consume --topic Orders --tags 'new || paid' --json
            """) { topic, from, max, tags, noWait, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(from) is { } place && place is not (First or Last) && !DateTimeOffset.TryParse(place, out _)) result.AddError($"--from {place} is neither first, last nor a time.");
        });
        var options = ClientSession.AddOptions(command);
        command.SetAction((result, _) => HostErrors.RunAsync("pmq consume", result.GetValue(options.Level), async () =>
        {
            await using var session = await ClientSession.OpenAsync(result, options);
            await using var consumer = session.Client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "pmq-consume" }, session.Client.Options);
            await consumer.StartAsync(session.Stop);
            var printer = new MessagePrinter(Console.Out, result.GetValue(json));
            var run = new ConsumeRun(consumer, result.GetValue(topic)!, result.GetValue(tags)!, result.GetValue(max) is > 0 and var count ? count : long.MaxValue, !result.GetValue(noWait), printer);
            await run.RunAsync(Begin(result.GetValue(from)!), session.Stop);
            await Console.Error.WriteLineAsync($"{run.Count:N0} messages");
            return 0;
        }));
        return command;
    }

    private static ConsumeBegin Begin(string place) => place switch
    {
        First => new ConsumeBegin(AtFirst: true, null),
        Last => new ConsumeBegin(AtFirst: false, null),
        _ => new ConsumeBegin(AtFirst: false, DateTimeOffset.Parse(place, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
