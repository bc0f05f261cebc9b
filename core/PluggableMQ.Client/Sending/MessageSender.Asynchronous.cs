using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Client.Routing;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Sending;

internal sealed partial class MessageSender
{
    /// <summary>Sends by the rules of Java's <c>send(message, callback)</c>: a failed request goes out again as it is, its queue and broker name
    /// included, to another broker if the strategy names one; an answer ends the send.</summary>
    /// <inheritdoc cref="SendAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsynchronouslyAsync(
        OutgoingMessage message, MessageQueue? given, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        await client.AsyncPermits.EnterAsync(timeout, cancellationToken).ConfigureAwait(false);
        var request = client.Commands.Rent();
        try
        {
            TopicRoute? route = null;
            if (given is null) route = await GetRouteAsync(message.Topic, timeout, cancellationToken).ConfigureAwait(false);
            if (_clock.GetElapsedTime(start) >= timeout) throw SendError.OutOfTime(null);
            var key = route is null ? null : SelectionKey.Get(message.Message);
            var queue = given ?? selector.Select(route!, 0, null, key);
            var target = queue;
            List<string>? failed = null;
            string? address = null;
            while (true)
            {
                var attemptStart = _clock.GetTimestamp();
                var kind = SendResultKind.Failed;
                Exception failure;
                try
                {
                    if (address is null)
                    {
                        address = await GetAddressAsync(target, cancellationToken).ConfigureAwait(false);
                        queue = target;
                        Fill(request, message, queue);
                    }

                    var response = await client.Channel.Remoting
                        .InvokeAsync(address, request, timeout - _clock.GetElapsedTime(start, attemptStart), cancellationToken).ConfigureAwait(false);
                    try
                    {
                        if (!SendResponse.IsStored(response.Code))
                        {
                            kind = SendResultKind.Rejected;
                            throw new MqServerException(response.Code, response.Remark, address);
                        }

                        var result = SendResponse.Read(response, message, queue, target.BrokerName, client.Namespace, address);
                        kind = SendResultKind.Succeeded;
                        tracer?.Trace(message, result, address, _clock.GetElapsedTime(attemptStart));
                        if (message.Activity is { } activity) SpanTags.SetServer(activity, address);
                        return result;
                    }
                    finally
                    {
                        client.Channel.Remoting.Recycle(response);
                    }
                }
                catch (Exception e) when (e is RemotingException or MqRouteException)
                {
                    failure = e;
                }
                catch (OperationCanceledException)
                {
                    // The caller's doing, not the broker's.
                    kind = SendResultKind.Succeeded;
                    throw;
                }
                finally
                {
                    if (given is null) selector.Report(target, _clock.GetElapsedTime(attemptStart), kind);
                }

                (failed ??= []).Add(target.BrokerName);
                logger.SendAttemptFailed(failed.Count, target.BrokerName, message.Topic, failure.Message);
                SendActivity.AttemptFailed(message.Activity, failed.Count, target.BrokerName, failure);
                if (failed.Count > options.RetryTimesWhenSendAsyncFailed || _clock.GetElapsedTime(start) >= timeout)
                    throw SendError.Failed(failed, _clock.GetElapsedTime(start), message.Topic, failure);
                if (route is null) continue;
                target = selector.Select(route, failed.Count, target.BrokerName, key);
                // Once the request is made, it goes out as it is; without a known address of the other broker to the same one again.
                if (address is not null) address = client.Brokers.FindMaster(target.BrokerName, _vip) ?? address;
            }
        }
        finally
        {
            client.Commands.Return(request);
            client.AsyncPermits.Exit();
        }
    }
}
