using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Sending;

internal sealed partial class MessageSender
{
    /// <summary>Sends by the rules of Java's <c>send(message)</c>.</summary>
    /// <param name="message">What to send.</param>
    /// <param name="given">The queue to send to, with a single attempt; null to let the strategy choose one for each attempt.</param>
    /// <param name="timeout">The time limit for all attempts.</param>
    /// <param name="cancellationToken">Gives up; the message may have been sent.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(OutgoingMessage message, MessageQueue? given, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        TopicRoute? route = null;
        if (given is null) route = await GetRouteAsync(message.Topic, timeout, cancellationToken).ConfigureAwait(false);
        var attempts = given is null ? options.RetryTimesWhenSendFailed + 1 : 1;
        var key = route is null ? null : SelectionKey.Get(message.Message);
        List<string>? failed = null;
        Exception? failure = null;
        SendResult? stored = null;
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var attemptStart = _clock.GetTimestamp();
            var remaining = timeout - _clock.GetElapsedTime(start, attemptStart);
            if (remaining <= TimeSpan.Zero) return stored ?? throw SendError.OutOfTime(failure);
            var queue = given ?? selector.Select(route!, attempt, failed?[^1], key);
            var kind = SendResultKind.Failed;
            var final = false;
            var request = client.Commands.Rent();
            try
            {
                var address = await GetAddressAsync(queue, cancellationToken).ConfigureAwait(false);
                Fill(request, message, queue);
                var response = await client.Channel.Remoting.InvokeAsync(address, request, remaining, cancellationToken).ConfigureAwait(false);
                try
                {
                    if (SendResponse.IsStored(response.Code))
                    {
                        stored = SendResponse.Read(response, message, queue, queue.BrokerName, client.Namespace, address);
                        kind = SendResultKind.Succeeded;
                        tracer?.Trace(message, stored, address, _clock.GetElapsedTime(attemptStart));
                        if (message.Activity is { } activity) SpanTags.SetServer(activity, address);
                        if (stored.Status == SendStatus.SendOk || !options.RetryAnotherBrokerWhenNotStoreOK) return stored;
                    }
                    else
                    {
                        kind = SendResultKind.Rejected;
                        failure = new MqServerException(response.Code, response.Remark, address);
                        final = !options.RetryResponseCodes.Contains(response.Code);
                    }
                }
                finally
                {
                    client.Channel.Remoting.Recycle(response);
                }
            }
            catch (Exception e) when (e is RemotingException or MqClientException)
            {
                failure = e;
            }
            catch (OperationCanceledException)
            {
                // The caller's doing, not the broker's: Java reports the latency so far and no fault.
                kind = SendResultKind.Succeeded;
                throw;
            }
            finally
            {
                client.Commands.Return(request);
                if (given is null) selector.Report(queue, _clock.GetElapsedTime(attemptStart), kind);
            }

            if (final) return stored ?? throw failure!;
            (failed ??= []).Add(queue.BrokerName);
            if (failure is null) continue;
            logger.SendAttemptFailed(attempt + 1, queue.BrokerName, message.Topic, failure.Message);
            SendActivity.AttemptFailed(message.Activity, attempt + 1, queue.BrokerName, failure);
        }

        return stored ?? throw SendError.Failed(failed!, _clock.GetElapsedTime(start), message.Topic, failure!);
    }
}
