using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>A hook from two functions, which run at once or on another thread.</summary>
internal sealed class Hook(
    string name, Action<RpcHookContext>? before = null, Action<RpcHookContext>? after = null, bool asynchronous = false) : IRpcHook
{
    public string Name => name;

    public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken) => RunAsync(before, context);

    public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken) => RunAsync(after, context);

    private ValueTask RunAsync(Action<RpcHookContext>? action, RpcHookContext context)
    {
        if (asynchronous) return RunLaterAsync(action, context);
        action?.Invoke(context);
        return default;
    }

    private static async ValueTask RunLaterAsync(Action<RpcHookContext>? action, RpcHookContext context)
    {
        await Task.Yield();
        action?.Invoke(context);
    }
}
