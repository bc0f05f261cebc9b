using System.CommandLine;
using PluggableMQ.Hosts.Cli.Client;
using PluggableMQ.Hosts.Feeding;

namespace PluggableMQ.Hosts.Cli.Messages;

/// <summary><c>pmq produce</c>: sends lines as messages.</summary>
internal static class ProduceCommand
{
    public static Command Create()
    {
        var feed = new FeedArguments();
        var file = new Option<string>("--file") { Description = "The file to send line by line; - is standard input.", HelpName = "FILE", DefaultValueFactory = _ => "-" };
        var json = new Option<bool>("--json") { Description = "Print the account as one JSON object." };
        var command = new Command("produce", """
            Sends each line of a file, or of standard input, as a message.

            Examples:
              pmq produce --topic Orders --file orders.txt --tag new
              echo '{"body":"hello","key":"k1","delayLevel":3}' | pmq produce --topic Orders --json-lines
            """) { file, json };
        feed.AddTo(command);
        var options = ClientSession.AddOptions(command);
        command.SetAction((result, _) => HostErrors.RunAsync("pmq produce", result.GetValue(options.Level), async () =>
        {
            await using var session = await ClientSession.OpenAsync(result, options);
            return await FeedRun.RunAsync(session.Client, feed.Read(result, [result.GetValue(file)!], follow: false), "pmq-produce", result.GetValue(json), session.Stop);
        }));
        return command;
    }
}
