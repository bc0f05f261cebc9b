using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Sending;

internal sealed partial class MessageSender
{
    /// <summary>Writes the request once and does not wait for an answer.</summary>
    /// <inheritdoc cref="SendAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendOneWayAsync(OutgoingMessage message, MessageQueue? given, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = _clock.GetTimestamp();
        await client.OneWayPermits.EnterAsync(timeout, cancellationToken).ConfigureAwait(false);
        var request = client.Commands.Rent();
        MessageQueue? queue = given;
        var kind = SendResultKind.Failed;
        var attemptStart = start;
        try
        {
            if (queue is null)
            {
                var route = await GetRouteAsync(message.Topic, timeout, cancellationToken).ConfigureAwait(false);
                attemptStart = _clock.GetTimestamp();
                queue = selector.Select(route, 0, null, SelectionKey.Get(message.Message));
            }

            var remaining = timeout - _clock.GetElapsedTime(start);
            if (remaining <= TimeSpan.Zero) throw SendError.OutOfTime(null);
            var address = await GetAddressAsync(queue, cancellationToken).ConfigureAwait(false);
            Fill(request, message, queue);
            await client.Channel.Remoting.InvokeOneWayAsync(address, request, remaining, cancellationToken).ConfigureAwait(false);
            kind = SendResultKind.Succeeded;
            if (message.Activity is { } activity) SpanTags.SetServer(activity, address);
        }
        catch (RemotingException e)
        {
            throw SendError.Failed([queue!.BrokerName], _clock.GetElapsedTime(start), message.Topic, e);
        }
        catch (OperationCanceledException)
        {
            kind = SendResultKind.Succeeded;
            throw;
        }
        finally
        {
            client.Commands.Return(request);
            client.OneWayPermits.Exit();
            if (given is null && queue is not null) selector.Report(queue, _clock.GetElapsedTime(attemptStart), kind);
        }
    }
}
