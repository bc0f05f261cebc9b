using System.CommandLine;
using PluggableMQ.Hosting.Feeding;

namespace PluggableMQ.Hosts.Feeding;

/// <summary>The options of a feed: what to send, and how.</summary>
internal sealed class FeedArguments
{
    private const int MaxLevel = 18;
    private const int MostInFlight = 65535;

    public Option<string> Topic { get; } = new("--topic", "-t") { Description = "The topic to send to.", HelpName = "TOPIC", Required = true };

    public Option<string?> Key { get; } = new("--key") { Description = "The key of each message that names none itself.", HelpName = "KEY" };

    public Option<string?> Tag { get; } = new("--tag") { Description = "The tag of each message that names none itself.", HelpName = "TAG" };

    public Option<int> DelayLevel { get; } = NumberOption.Create("--delay-level", "Deliver later: level 1 to 18 (1s 5s 10s 30s 1m ... 2h); 0 is at once.", 0, 0, MaxLevel);

    public Option<bool> JsonLines { get; } = new("--json-lines") { Description = "Each line is a JSON object with body, and optionally key, tag, properties, delayLevel." };

    public Option<int> MaxInFlight { get; } = NumberOption.Create("--max-in-flight", "Messages that may wait for their answer at once; 1 keeps them in order.", 256, 1, MostInFlight);

    public Option<string?> RejectFile { get; } = new("--reject-file") { Description = "Where to write what was not sent, as JSON lines that can be fed again.", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Topic);
        command.Add(Key);
        command.Add(Tag);
        command.Add(DelayLevel);
        command.Add(JsonLines);
        command.Add(MaxInFlight);
        command.Add(RejectFile);
    }

    /// <summary>What the arguments say.</summary>
    public FeedOptions Read(ParseResult arguments, IReadOnlyList<string> inputs, bool follow) => new()
    {
        Topic = arguments.GetValue(Topic)!,
        Inputs = inputs.Count == 0 ? ["-"] : inputs,
        Follow = follow,
        Format = arguments.GetValue(JsonLines) ? FeedFormat.Json : FeedFormat.Text,
        Key = arguments.GetValue(Key),
        Tag = arguments.GetValue(Tag),
        DelayLevel = arguments.GetValue(DelayLevel),
        MaxInFlight = arguments.GetValue(MaxInFlight),
        RejectFile = arguments.GetValue(RejectFile),
    };
}
