using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>A hook whose two methods are a test's functions, and which may have a failure policy of its own.</summary>
internal sealed class ScriptedHook(
    string name, Func<RpcHookContext, CancellationToken, ValueTask>? before = null, Func<RpcHookContext, CancellationToken, ValueTask>? after = null,
    RpcHookFailureMode mode = RpcHookFailureMode.FailClosed) : IRpcHook, IRpcHookFailurePolicy
{
    private int _calls;

    public string Name => name;

    public RpcHookFailureMode OnFailure => mode;

    /// <summary>How often it was called before a request.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return before?.Invoke(context, cancellationToken) ?? default;
    }

    public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken) => after?.Invoke(context, cancellationToken) ?? default;
}
