using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.Tracing.Topic;

/// <summary>The options of the trace topic.</summary>
public sealed class TopicOptions
{
    /// <summary>The topic that trace messages are sent to. Default <c>RMQ_SYS_TRACE_TOPIC</c>.</summary>
    public string TraceTopic { get; init; } = "RMQ_SYS_TRACE_TOPIC";

    /// <summary>A trace message is sent when its text has this many bytes in UTF-8: as many characters where all are ASCII, which is what
    /// RocketMQ counts. Default 118 000 (RocketMQ's 128 000 less 10 000 for the last entry).</summary>
    public int MaxChars { get; init; } = 118_000;

    internal static TopicOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new TopicOptions();
        var options = new TopicOptions
        {
            TraceTopic = reader.Text("traceTopic", defaults.TraceTopic),
            MaxChars = reader.Int32("maxChars", defaults.MaxChars, 1000, 4_000_000),
        };
        reader.ThrowIfFailed();
        return options;
    }
}
