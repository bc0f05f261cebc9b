using PluggableMQ.Abstractions;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <content>The same ways to send with a span around them; entered only while somebody listens.</content>
public sealed partial class Producer
{
    private bool IsTraced => ClientActivitySource.Instance.HasListeners() && _options.EnableMsgTrace;

    private async ValueTask<SendResult> SendTracedAsync(
        Message message, MessageQueue? queue, MessageQueueSelector? selector, SendOptions options, CancellationToken cancellationToken)
    {
        using var span = SendActivity.Start([message], isBatch: false, _options.ProducerGroup, _client!.Namespace);
        try
        {
            var outgoing = span.Attach(_preparer.Prepare(message));
            if (selector is not null) queue = await SelectAsync(outgoing, selector, options.Timeout ?? _timeout, cancellationToken).ConfigureAwait(false);
            else if (queue is not null) CheckTopic(message, queue);
            var result = await SendAsync(outgoing, queue, options, cancellationToken).ConfigureAwait(false);
            span.Succeed(result);
            return result;
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    private async ValueTask<SendResult> SendBatchTracedAsync(
        IReadOnlyList<Message> messages, MessageQueue? queue, SendOptions options, CancellationToken cancellationToken)
    {
        using var span = SendActivity.Start(messages, isBatch: true, _options.ProducerGroup, _client!.Namespace);
        try
        {
            var outgoing = span.Attach(_preparer.Prepare(messages, span.Headers));
            if (queue is not null) CheckTopic(outgoing.Message, queue);
            var result = await SendAsync(outgoing, queue, options, cancellationToken).ConfigureAwait(false);
            span.Succeed(result);
            return result;
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }

    private async ValueTask SendOneWayTracedAsync(Message message, MessageQueue? queue, CancellationToken cancellationToken)
    {
        using var span = SendActivity.Start([message], isBatch: false, _options.ProducerGroup, _client!.Namespace);
        try
        {
            var outgoing = span.Attach(_preparer.Prepare(message));
            if (queue is not null) CheckTopic(message, queue);
            await _sender.SendOneWayAsync(outgoing, queue, _timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
    }
}
