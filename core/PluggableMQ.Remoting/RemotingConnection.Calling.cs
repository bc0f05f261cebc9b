using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Dispatch;
using PluggableMQ.Remoting.Hooks;
using PluggableMQ.Remoting.Output;

namespace PluggableMQ.Remoting;

public sealed partial class RemotingConnection
{
    /// <summary>Sends a request to the peer and waits for its response.</summary>
    /// <param name="request">The request; its opaque is set here. Not to be touched until the task has completed.</param>
    /// <param name="timeout">How long to wait, writing included.</param>
    /// <param name="cancellationToken">Ends the wait; the request may have been sent.</param>
    /// <returns>The response; the caller owns it, and its <see cref="RemotingCommand.Reset"/> gives its memory back.</returns>
    /// <exception cref="RemotingTimeoutException">No response in time.</exception>
    /// <exception cref="RemotingSendException">The connection is closed, or closed before the response came.</exception>
    /// <exception cref="RemotingTooMuchRequestException">Too many requests wait already.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<RemotingCommand> InvokeAsync(RemotingCommand request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        _runtime.PrepareRequest(request);
        var now = _runtime.Clock.GetTimestamp();
        return _runtime.Hooks.IsEmpty
            ? CallAsync(request, _runtime.GetDeadline(now, timeout), timeout, cancellationToken)
            : CallWithHooks(request, now, timeout, cancellationToken);
    }

    /// <summary>Sends a request that the peer does not answer.</summary>
    /// <param name="request">The request; marked one-way and given an opaque here. Not to be touched until the task has completed.</param>
    /// <param name="timeout">How long to wait for room when the peer does not read.</param>
    /// <param name="cancellationToken">Ends the wait; the request was not sent then.</param>
    /// <returns>A task that ends when the request has been written; it may not have reached the peer.</returns>
    /// <exception cref="RemotingTimeoutException">The peer does not read.</exception>
    /// <exception cref="RemotingSendException">The connection is closed.</exception>
    public ValueTask SendOneWayAsync(RemotingCommand request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.MarkOneWay();
        _runtime.PrepareRequest(request);
        var now = _runtime.Clock.GetTimestamp();
        return _runtime.Hooks.IsEmpty
            ? WriteOneWayAsync(request, _runtime.GetDeadline(now, timeout), timeout, cancellationToken)
            : SendOneWayWithHooksAsync(request, now, timeout, cancellationToken);
    }

    /// <inheritdoc cref="SendOneWayAsync(RemotingCommand, TimeSpan, CancellationToken)"/>
    public ValueTask SendOneWayAsync(RemotingCommand request) => SendOneWayAsync(request, RemotingRuntime.DefaultOneWayTimeout);

    /// <summary>Sends and waits, without hooks.</summary>
    private ValueTask<RemotingCommand> CallAsync(
        RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
        => TryCall(request, deadline, timeout, out var response, cancellationToken)
            ? response
            : CallWhenPossibleAsync(request, deadline, timeout, cancellationToken);

    /// <summary>Sends, or queues the request for a peer that does not read; false when too many calls wait, or the connection is
    /// closed.</summary>
    private bool TryCall(
        RemotingCommand request, long deadline, TimeSpan timeout, out ValueTask<RemotingCommand> response,
        CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            response = Failed(request, new OperationCanceledException(cancellationToken));
            return true;
        }

        if (request.BodyLength > _runtime.MaxBodyLength)
        {
            response = Failed(request, _runtime.TooLarge(request, RemoteAddress));
            return true;
        }

        if (_calls.TryAdd(request.Opaque, deadline, timeout) is not { } call)
        {
            response = default;
            return false;
        }

        call.CancelOn(cancellationToken);
        response = call.Task;
        try
        {
            var flush = !_calls.AreCallersResuming || _output.HoldsABatch;
            // If the call ends at once, it has timed out or the connection closed: its task says so.
            if (!_unsent.IsEmpty || _output.WriteRequest(request, flush) != WriteOutcome.Written) _unsent.Add(call, request);
            else if (!flush) FlushUnlessCallersResume();
        }
        catch (Exception e)
        {
            var failure = OnWriteFailed(request, e);
            request.ReleaseBody();
            if (_calls.TryTake(call)) call.SetException(failure);
        }

        return true;
    }

    /// <summary>Flushes, unless somebody is going to.</summary>
    private void FlushUnlessCallersResume()
    {
        // Whoever resumes last looks for what is written after it has left; so here, the other way round.
        Interlocked.MemoryBarrier();
        if (!_calls.AreCallersResuming) _output.Flush();
    }

    /// <summary>The slow path of a call: too many wait.</summary>
    private async ValueTask<RemotingCommand> CallWhenPossibleAsync(
        RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ValueTask<RemotingCommand> response;
        try
        {
            do
            {
                await _calls.WaitForRoomAsync().WaitAsync(_runtime.GetRemaining(deadline), _runtime.Clock, cancellationToken);
                ThrowIfClosed();
            }
            while (!TryCall(request, deadline, timeout, out response, cancellationToken));
        }
        catch (Exception e)
        {
            request.ReleaseBody();
            if (e is not TimeoutException) throw;
            throw new RemotingTooMuchRequestException(
                RemoteAddress, $"{_runtime.Limits.MaxPendingCalls} requests to {RemoteAddress} wait for their response, and none was " +
                    $"answered in {timeout.TotalMilliseconds:0} ms. Send more slowly, or raise the time-out.", e);
        }

        return await response;
    }

    private ValueTask WriteOneWayAsync(RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (request.BodyLength > _runtime.MaxBodyLength) 
        {
            request.ReleaseBody();
            return ValueTask.FromException(_runtime.TooLarge(request, RemoteAddress));
        }

        try
        {
            if (_unsent.IsEmpty && _output.WriteRequest(request, flush: true) == WriteOutcome.Written) return default;
        }
        catch (Exception e)
        {
            var failure = OnWriteFailed(request, e);
            request.ReleaseBody();
            return ValueTask.FromException(failure);
        }

        return WriteWhenPossibleAsync(request, deadline, timeout, cancellationToken);
    }

    /// <summary>The slow path of a one-way request: it waits like a call, but only until it is written.</summary>
    private async ValueTask WriteWhenPossibleAsync(
        RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            ThrowIfClosed();
            cancellationToken.ThrowIfCancellationRequested();
            if (_calls.TryAdd(request.Opaque, deadline, timeout) is not { } call)
            {
                ThrowIfClosed();
                throw new RemotingTooMuchRequestException(
                    RemoteAddress, $"{_runtime.Limits.MaxPendingCalls} requests to {RemoteAddress} wait already: the request was not " +
                        "sent. Send more slowly.");
            }

            call.EndsWhenSent = true;
            call.CancelOn(cancellationToken);
            var sent = call.Task;
            _unsent.Add(call, request);
            await sent;
        }
        catch (Exception)
        {
            request.ReleaseBody();
            throw;
        }
    }

    private void ThrowIfClosed()
    {
        if (IsClosed || _output.IsClosed || _abortReason is not null)
            throw new RemotingSendException(
                RemoteAddress, $"The connection to {RemoteAddress} is closed: {_abortReason ?? "the peer closed it"}.");
    }

    private static ValueTask<RemotingCommand> Failed(RemotingCommand request, Exception exception)
    {
        request.ReleaseBody();
        return ValueTask.FromException<RemotingCommand>(exception);
    }

    private ValueTask<RemotingCommand> CallWithHooks(RemotingCommand request, long now, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var call = _runtime.RentHookedCall();
        var context = call.Context;
        context.Prepare(null, RemoteAddress, request, now);
        var before = _runtime.Hooks.BeforeAsync(context, cancellationToken);
        var deadline = _runtime.GetDeadline(now, timeout);
        return before.IsCompletedSuccessfully && !context.IsRejected
            ? call.Wait(request, CallAsync(request, deadline, timeout, cancellationToken), cancellationToken)
            : call.Wait(request, CallAfterHooksAsync(before, context, request, deadline, timeout, cancellationToken), cancellationToken);
    }

    /// <summary>The slow path: the hooks have not ended yet, have failed, or refuse the request.</summary>
    private async ValueTask<RemotingCommand> CallAfterHooksAsync(
        ValueTask before, CommandHookContext context, RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await before;
        if (!context.IsRejected) return await CallAsync(request, deadline, timeout, cancellationToken);
        request.ReleaseBody();
        var refusal = _runtime.RentCommand();
        refusal.PrepareResponse(request, context.RejectionCode, context.RejectionRemark);
        return refusal;
    }

    // A pooled state machine: with hooks, a request costs no more garbage than without.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendOneWayWithHooksAsync(
        RemotingCommand request, long now, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var context = _runtime.RentHookContext();
        context.Prepare(null, RemoteAddress, request, now);
        try
        {
            try
            {
                await _runtime.Hooks.BeforeAsync(context, cancellationToken);
                if (context.IsRejected)
                    throw new RemotingSendException(
                        RemoteAddress, $"A hook refused one-way request code {request.Code} with code {context.RejectionCode}: " +
                            $"{context.RejectionRemark}");
                await WriteOneWayAsync(request, _runtime.GetDeadline(now, timeout), timeout, cancellationToken);
            }
            catch (Exception e)
            {
                request.ReleaseBody();
                context.SetFailure(e);
                await _runtime.AfterFailureAsync(context, cancellationToken);
                throw;
            }

            context.SetResponse(null);
            await RpcHookPipeline.AfterAsync(context, cancellationToken);
        }
        finally
        {
            _runtime.Return(context);
        }
    }
}
