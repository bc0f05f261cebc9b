namespace PluggableMQ.Hosting.Feeding;

/// <summary>What a feed sends, and how.</summary>
public sealed class FeedOptions
{
    /// <summary>The topic that every line goes to.</summary>
    public required string Topic { get; init; }

    /// <summary>Files to read in turn; <c>-</c> is standard input.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = ["-"];

    /// <summary>Whether to keep waiting for more at the end of the last file, as <c>tail -f</c> does.</summary>
    public bool Follow { get; init; }

    /// <summary>What a line is. Default: text.</summary>
    public FeedFormat Format { get; init; }

    /// <summary>The key of each message that names none itself, or null.</summary>
    public string? Key { get; init; }

    /// <summary>The tag of each message that names none itself, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>The delay level of each message that names none itself; 0 for none.</summary>
    public int DelayLevel { get; init; }

    /// <summary>How many messages may wait for their answer at once. Default: 256.</summary>
    public int MaxInFlight { get; init; } = 256;

    /// <summary>The longest line in bytes; a longer one is rejected. Default: 4 MiB, RocketMQ's largest body.</summary>
    public int MaxLineLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>Where to write what was not sent, as JSON lines that can be fed again; null for nowhere.</summary>
    public string? RejectFile { get; init; }
}

/// <summary>What a line of a feed is.</summary>
public enum FeedFormat
{
    /// <summary>The message's body, in UTF-8.</summary>
    Text = 0,

    /// <summary>A JSON object: <c>body</c>, and optionally <c>key</c>, <c>tag</c>, <c>properties</c>, <c>delayLevel</c>.</summary>
    Json,
}
