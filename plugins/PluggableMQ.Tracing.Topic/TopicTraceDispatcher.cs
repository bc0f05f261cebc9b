using System.Text;
using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Tracing.Topic;

/// <summary>Sends trace records as messages of a trace topic (<c>AsyncTraceDispatcher</c>), several records in a message.</summary>
internal sealed class TopicTraceDispatcher(TopicOptions options, ITracePublisher publisher) : ITraceDispatcher
{
    // One call at a time, so the buffers are kept.
    private readonly StringBuilder _text = new();
    private readonly TraceKeys _keys = new();

    /// <inheritdoc/>
    public async ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
    {
        // A batch that failed half way is not given again; what is left of it must not show up in the next one.
        _text.Clear();
        _keys.Clear();
        for (var i = 0; i < batch.Length; i++)
        {
            var record = batch.Span[i];
            TraceEncoder.Append(_text, record);
            _keys.Add(record);
            if (_text.Length >= options.MaxChars || _keys.IsFull) await FlushAsync(cancellationToken);
        }

        await FlushAsync(cancellationToken);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_text.Length == 0) return;
        var body = Encoding.UTF8.GetBytes(_text.ToString());
        await publisher.PublishAsync(options.TraceTopic, _keys.ToString(), body, cancellationToken);
        _text.Clear();
        _keys.Clear();
    }
}
