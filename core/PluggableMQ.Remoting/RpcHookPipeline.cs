using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Remoting;

/// <summary>The RPC hooks of a host: in order before a request, in reverse order after it. Thread-safe.</summary>
/// <remarks>A hook that throws fails its request, with the hook's name in the text. Hooks that complete synchronously cost no
/// allocation.</remarks>
public sealed class RpcHookPipeline
{
    private volatile IRpcHook[] _hooks;

    /// <summary>Makes the pipeline.</summary>
    /// <param name="hooks">The hooks; the first one is the outermost.</param>
    public RpcHookPipeline(IReadOnlyList<IRpcHook> hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        _hooks = [.. hooks];
    }

    /// <summary>A pipeline without hooks.</summary>
    public static RpcHookPipeline Empty => new([]);

    /// <summary>The hooks in order.</summary>
    public IReadOnlyList<IRpcHook> Hooks => _hooks;

    /// <summary>Whether there are no hooks.</summary>
    internal bool IsEmpty => _hooks.Length == 0;

    /// <summary>Replaces the hooks. A request that has begun finishes with the hooks that it began with.</summary>
    /// <param name="hooks">The new hooks; the first one is the outermost.</param>
    public void Replace(IReadOnlyList<IRpcHook> hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        _hooks = [.. hooks];
    }

    /// <summary>Runs the hooks before a request; ends early when one rejects it.</summary>
    internal ValueTask BeforeAsync(CommandHookContext context, CancellationToken cancellationToken)
    {
        var hooks = context.Begin(_hooks);
        for (var i = 0; i < hooks.Length; i++)
        {
            ValueTask running;
            try
            {
                running = hooks[i].BeforeAsync(context, cancellationToken);
                if (!running.IsCompleted) return ContinueBeforeAsync(running, context, i, cancellationToken);
                running.GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                return ValueTask.FromException(Failed(hooks[i], "before", context, e));
            }

            if (context.IsRejected) break;
            context.Ran = i + 1;
        }

        return default;
    }

    /// <summary>Runs, in reverse order, the hooks that ran before the request. All of them run, and then the first failure is
    /// thrown.</summary>
    internal static ValueTask AfterAsync(CommandHookContext context, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        for (var i = context.Ran - 1; i >= 0; i--)
        {
            try
            {
                var running = context.Hooks[i].AfterAsync(context, cancellationToken);
                if (!running.IsCompleted) return ContinueAfterAsync(running, context, i, failure, cancellationToken);
                running.GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                failure ??= Failed(context.Hooks[i], "after", context, e);
            }
        }

        return failure is null ? default : ValueTask.FromException(failure);
    }

    private static async ValueTask ContinueBeforeAsync(
        ValueTask running, CommandHookContext context, int index, CancellationToken cancellationToken)
    {
        var hooks = context.Hooks;
        while (true)
        {
            try
            {
                await running;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                throw Failed(hooks[index], "before", context, e);
            }

            if (context.IsRejected) return;
            context.Ran = ++index;
            if (index == hooks.Length) return;
            running = StartBefore(hooks[index], context, cancellationToken);
        }
    }

    private static async ValueTask ContinueAfterAsync(
        ValueTask running, CommandHookContext context, int index, Exception? failure, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await running;
            }
            catch (Exception e)
            {
                failure ??= Failed(context.Hooks[index], "after", context, e);
            }

            if (--index < 0) break;
            running = StartAfter(context.Hooks[index], context, cancellationToken);
        }

        if (failure is not null) throw failure;
    }

    // A hook that throws before it returns a task fails like one whose task fails.
    private static ValueTask StartBefore(IRpcHook hook, CommandHookContext context, CancellationToken cancellationToken)
    {
        try
        {
            return hook.BeforeAsync(context, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private static ValueTask StartAfter(IRpcHook hook, CommandHookContext context, CancellationToken cancellationToken)
    {
        try
        {
            return hook.AfterAsync(context, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private static RemotingException Failed(IRpcHook hook, string when, CommandHookContext context, Exception cause) => new(
        context.RemoteAddress,
        $"The RPC hook '{hook.Name}' failed {when} request code {context.RequestCode}: {cause.GetType().Name}: {cause.Message}",
        cause);
}
