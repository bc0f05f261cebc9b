using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Text;
using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Tracing.Topic;

/// <summary>Sends trace records as messages of a trace topic (<c>AsyncTraceDispatcher</c>), several records in a message.</summary>
/// <remarks>A message that cannot be sent does not keep the following ones from being sent, as in RocketMQ; what went wrong first is thrown at the
/// end.</remarks>
internal sealed class TopicTraceDispatcher(TopicOptions options, ITracePublisher publisher) : ITraceDispatcher
{
    // One call at a time, so the buffers are kept.
    private readonly StringBuilder _entry = new();
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly TraceKeys _keys = new();

    /// <inheritdoc/>
    public async ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
    {
        // A batch that was given up half way is not given again; what is left of it must not show up in the next one.
        Clear();
        Exception? failure = null;
        for (var i = 0; i < batch.Length; i++)
        {
            var record = batch.Span[i];
            for (var entry = 0; entry < TraceEncoder.CountEntries(record); entry++)
            {
                Append(record, record.Messages[entry]);
                if (_body.WrittenCount >= options.MaxChars || _keys.IsFull) failure = await FlushAsync(failure, cancellationToken);
            }
        }

        failure = await FlushAsync(failure, cancellationToken);
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    private void Append(TraceRecord record, TraceMessage message)
    {
        _entry.Clear();
        TraceEncoder.Append(_entry, record, message);
        Encoding.UTF8.GetBytes(_entry.ToString(), _body);
        _keys.Add(message);
    }

    /// <summary>Sends what has been collected.</summary>
    /// <returns>What went wrong first.</returns>
    private async ValueTask<Exception?> FlushAsync(Exception? earlier, CancellationToken cancellationToken)
    {
        if (_body.WrittenCount == 0) return earlier;
        try
        {
            await publisher.PublishAsync(options.TraceTopic, _keys.ToString(), _body.WrittenMemory, cancellationToken);
            return earlier;
        }
#pragma warning disable CA1031 // Thrown in the end: the other messages of the batch must have their chance, whatever it is.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return earlier ?? exception;
        }
        finally
        {
            Clear();
        }
    }

    private void Clear()
    {
        _body.ResetWrittenCount();
        _keys.Clear();
    }
}
