using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Dispatch;
using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Remoting.Calls;

/// <summary>A request that has passed its hooks and waits for its response, behind which they run again. Reused; the hooks run on the thread that
/// completes the call, and then the caller's code.</summary>
internal sealed class HookedCall : IValueTaskSource<RemotingCommand>
{
    private readonly RemotingRuntime _runtime;
    private readonly Action _onResponse;
    private readonly ContextCallback _onResponseInContext;
    private ManualResetValueTaskSourceCore<RemotingCommand> _core;
    private ConfiguredValueTaskAwaitable<RemotingCommand>.ConfiguredValueTaskAwaiter _response;
    private ExecutionContext? _execution;
    private CancellationToken _cancellation;
    private RemotingCommand? _request;

    public HookedCall(RemotingRuntime runtime)
    {
        _runtime = runtime;
        Context = new CommandHookContext(runtime.Clock);
        _onResponse = OnResponse;
        _onResponseInContext = static call => ((HookedCall)call!).Take();
    }

    /// <summary>What the hooks see.</summary>
    public CommandHookContext Context { get; }

    /// <summary>Waits for the response.</summary>
    /// <param name="request">The request, which has passed the hooks.</param>
    /// <param name="response">What is waited for.</param>
    /// <param name="cancellationToken">The caller's, for the hooks behind the response.</param>
    /// <returns>The caller's side; to be awaited once.</returns>
    public ValueTask<RemotingCommand> Wait(RemotingCommand request, ValueTask<RemotingCommand> response, CancellationToken cancellationToken)
    {
        var task = new ValueTask<RemotingCommand>(this, _core.Version);
        _request = request;
        _cancellation = cancellationToken;
        _response = response.ConfigureAwait(false).GetAwaiter();
        if (_response.IsCompleted)
        {
            Take();
        }
        else
        {
            // The hooks behind the response see the caller's AsyncLocal values, as those before it did.
            _execution = ExecutionContext.Capture();
            _response.UnsafeOnCompleted(_onResponse);
        }

        return task;
    }

    RemotingCommand IValueTaskSource<RemotingCommand>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            _runtime.Return(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<RemotingCommand>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<RemotingCommand>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    private void OnResponse()
    {
        var execution = _execution;
        _execution = null;
        if (execution is null) Take();
        else ExecutionContext.Run(execution, _onResponseInContext, this);
    }

    private void Take()
    {
        RemotingCommand response;
        try
        {
            var ended = _response;
            _response = default;
            response = ended.GetResult();
        }
        catch (Exception e)
        {
            _ = FailAsync(e);
            return;
        }

        Context.SetResponse(response);
        var after = RpcHookPipeline.AfterAsync(Context, _cancellation);
        if (after.IsCompletedSuccessfully)
        {
            after.GetAwaiter().GetResult();
            Clear();
            _core.SetResult(response);
        }
        else
        {
            _ = FinishAsync(after, response);
        }
    }

    private async Task FinishAsync(ValueTask after, RemotingCommand response)
    {
        try
        {
            await after;
        }
        catch (Exception e)
        {
            Clear();
            _core.SetException(e);
            return;
        }

        Clear();
        _core.SetResult(response);
    }

    private async Task FailAsync(Exception failure)
    {
        _request!.ReleaseBody();
        Context.SetFailure(failure);
        await _runtime.AfterFailureAsync(Context, _cancellation);
        Clear();
        _core.SetException(failure);
    }

    // Before the caller's code runs: from then on the call may be in use for another request.
    private void Clear()
    {
        Context.Clear();
        _request = null;
        _cancellation = default;
    }
}
