using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Dispatch;
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
        return _runtime.Hooks.IsEmpty
            ? CallAsync(request, _runtime.GetDeadline(timeout), timeout, cancellationToken)
            : CallWithHooksAsync(request, _runtime.GetDeadline(timeout), timeout, cancellationToken);
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
        return _runtime.Hooks.IsEmpty
            ? WriteOneWayAsync(request, _runtime.GetDeadline(timeout), timeout, cancellationToken)
            : SendOneWayWithHooksAsync(request, _runtime.GetDeadline(timeout), timeout, cancellationToken);
    }

    /// <inheritdoc cref="SendOneWayAsync(RemotingCommand, TimeSpan, CancellationToken)"/>
    public ValueTask SendOneWayAsync(RemotingCommand request) => SendOneWayAsync(request, RemotingRuntime.DefaultOneWayTimeout);

    /// <summary>Sends and waits, without hooks.</summary>
    private ValueTask<RemotingCommand> CallAsync(RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Failed(request, new OperationCanceledException(cancellationToken));
        if (request.BodyLength > _runtime.MaxBodyLength) return Failed(request, _runtime.TooLarge(request, RemoteAddress));
        if (_calls.TryAdd(request.Opaque, deadline, timeout) is not { } call) return CallWhenPossibleAsync(request, deadline, timeout, cancellationToken);
        call.CancelOn(cancellationToken);
        var response = call.Task;
        WriteOutcome outcome;
        try
        {
            outcome = _output.WriteRequest(request);
        }
        catch (Exception e)
        {
            OnWriteFailed(e);
            if (!_calls.TryTake(call)) return response;
            call.Discard();
            return Failed(request, new RemotingSendException(RemoteAddress, $"Request code {request.Code} could not be written: {e.Message}", e));
        }

        if (outcome == WriteOutcome.Written || !_calls.TryTake(call)) return response;
        call.Discard();
        return CallWhenPossibleAsync(request, deadline, timeout, cancellationToken);
    }

    /// <summary>The slow path: the peer does not read, or too many calls wait.</summary>
    private async ValueTask<RemotingCommand> CallWhenPossibleAsync(RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            ThrowIfClosed();
            var room = _calls.WaitForRoomAsync();
            if (!room.IsCompleted)
            {
                await WaitAsync(room, deadline, e => new RemotingTooMuchRequestException(
                    RemoteAddress, $"{_runtime.MaxPendingCalls} requests to {RemoteAddress} wait for their response, and none was answered in {timeout.TotalMilliseconds:0} ms. Send more slowly, or raise the time-out.", e), cancellationToken);
            }

            await WaitUntilWritableAsync(deadline, timeout, cancellationToken);
        }
        catch (Exception)
        {
            ReleaseBody(request);
            throw;
        }

        return await CallAsync(request, deadline, timeout, cancellationToken);
    }

    private ValueTask WriteOneWayAsync(RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (request.BodyLength > _runtime.MaxBodyLength) return FailedOneWay(request, _runtime.TooLarge(request, RemoteAddress));
        try
        {
            if (_output.WriteRequest(request) == WriteOutcome.Written) return default;
        }
        catch (Exception e)
        {
            OnWriteFailed(e);
            return FailedOneWay(request, new RemotingSendException(RemoteAddress, $"Request code {request.Code} could not be written: {e.Message}", e));
        }

        return WriteWhenPossibleAsync(request, deadline, timeout, cancellationToken);
    }

    private async ValueTask WriteWhenPossibleAsync(RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await WaitUntilWritableAsync(deadline, timeout, cancellationToken);
        }
        catch (Exception)
        {
            ReleaseBody(request);
            throw;
        }

        await WriteOneWayAsync(request, deadline, timeout, cancellationToken);
    }

    private async Task WaitUntilWritableAsync(long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await WaitAsync(_output.WaitAsync(), deadline, e => new RemotingTimeoutException(
            RemoteAddress, $"{RemoteAddress} did not read for {timeout.TotalMilliseconds:0} ms: the request was not sent.", e), cancellationToken);
        ThrowIfClosed();
    }

    private async Task WaitAsync(Task task, long deadline, Func<Exception, Exception> onTimeout, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(_runtime.GetRemaining(deadline), _runtime.Clock, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw onTimeout(e);
        }
    }

    private void ThrowIfClosed()
    {
        if (IsClosed || _output.IsClosed || _abortReason is not null)
            throw new RemotingSendException(RemoteAddress, $"The connection to {RemoteAddress} is closed: {_abortReason ?? "the peer closed it"}.");
    }

    private void OnWriteFailed(Exception exception)
    {
        if (_output.IsClosed) Abort($"a frame was written in part: {exception.GetType().Name}: {exception.Message}");
    }

    private static ValueTask<RemotingCommand> Failed(RemotingCommand request, Exception exception)
    {
        ReleaseBody(request);
        return ValueTask.FromException<RemotingCommand>(exception);
    }

    private static ValueTask FailedOneWay(RemotingCommand request, Exception exception)
    {
        ReleaseBody(request);
        return ValueTask.FromException(exception);
    }

    // Pooled state machines: with hooks, a call costs no more garbage than without.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RemotingCommand> CallWithHooksAsync(RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var context = _runtime.RentHookContext();
        context.Prepare(RpcDirection.Outbound, RemoteAddress, request);
        try
        {
            RemotingCommand response;
            try
            {
                await _runtime.Hooks.BeforeAsync(context, cancellationToken);
                if (context.IsRejected)
                {
                    ReleaseBody(request);
                    response = _runtime.RentCommand();
                    response.PrepareResponse(request, context.RejectionCode, context.RejectionRemark);
                }
                else
                {
                    response = await CallAsync(request, deadline, timeout, cancellationToken);
                }
            }
            catch (Exception e)
            {
                ReleaseBody(request);
                context.SetFailure(e);
                await _runtime.AfterFailureAsync(context, cancellationToken);
                throw;
            }

            context.SetResponse(response);
            await RpcHookPipeline.AfterAsync(context, cancellationToken);
            return response;
        }
        finally
        {
            _runtime.Return(context);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendOneWayWithHooksAsync(RemotingCommand request, long deadline, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var context = _runtime.RentHookContext();
        context.Prepare(RpcDirection.Outbound, RemoteAddress, request);
        try
        {
            try
            {
                await _runtime.Hooks.BeforeAsync(context, cancellationToken);
                if (context.IsRejected)
                    throw new RemotingSendException(RemoteAddress, $"A hook refused one-way request code {request.Code} with code {context.RejectionCode}: {context.RejectionRemark}");
                await WriteOneWayAsync(request, deadline, timeout, cancellationToken);
            }
            catch (Exception e)
            {
                ReleaseBody(request);
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
