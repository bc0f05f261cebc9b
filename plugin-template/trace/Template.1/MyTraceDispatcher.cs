using System.Globalization;
using System.Text;
using PluggableMQ.Abstractions.Tracing;

namespace Template._1;

/// <summary>Appends one line for each message to a file. One batch at a time, from a loop of the host: a slow disk never slows a send.</summary>
internal sealed class MyTraceDispatcher(MyTraceOptions options) : ITraceDispatcher
{
    /// <inheritdoc/>
    public async ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
    {
        // All that is needed of the batch is copied here: its memory is another batch's once the task has ended.
        var lines = new StringBuilder();
        foreach (var record in batch.Span)
        {
            foreach (var message in record.Messages) Append(lines, record, message);
        }

        await File.AppendAllTextAsync(options.File, lines.ToString(), cancellationToken);
    }

    private static void Append(StringBuilder lines, TraceRecord record, TraceMessage message)
        => lines.Append(CultureInfo.InvariantCulture, $"{DateTimeOffset.UnixEpoch.AddTicks(Ticks(record.Timestamp)):O} {record.Type} {(record.Success ? "ok" : "failed")}")
            .Append(CultureInfo.InvariantCulture, $" {record.CostMilliseconds} ms topic={OneLine(message.Topic)} id={OneLine(message.MessageId)} group={OneLine(record.Group)}\n");

    // A record comes from a peer: a time that is none must not end the batch.
    private static long Ticks(long milliseconds) => Math.Clamp(milliseconds, 0, 253402300799999) * TimeSpan.TicksPerMillisecond;

    // A line is a line, whatever the texts hold.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
