using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Remoting;

/// <summary>The RPC hooks of a host: in order before a request, in reverse order after it. Thread-safe.</summary>
/// <remarks>
/// A hook that throws, does not end within its time limit, or is switched off by its circuit breaker fails its request or is left out, as
/// its entry says. Hooks that complete synchronously cost no allocation and no timer.
/// </remarks>
public sealed class RpcHookPipeline
{
    /// <summary>How many hooks a pipeline takes.</summary>
    public const int MaxHooks = HookSet.MaxCount;

    private readonly Lock _gate = new();
    private HookSet _current;
    private Task _drained = Task.CompletedTask;

    /// <summary>Makes the pipeline, with the default limits for each hook.</summary>
    /// <param name="hooks">The hooks, at most 64; the first one is the outermost.</param>
    public RpcHookPipeline(IReadOnlyList<IRpcHook> hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        _current = new HookSet([.. hooks.Select(static hook => new RpcHookEntry(hook))]);
    }

    /// <summary>Makes the pipeline.</summary>
    /// <param name="entries">The hooks, at most 64; the first one is the outermost.</param>
    public RpcHookPipeline(IReadOnlyList<RpcHookEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _current = new HookSet(entries);
    }

    /// <summary>A pipeline without hooks.</summary>
    public static RpcHookPipeline Empty => new(Array.Empty<RpcHookEntry>());

    /// <summary>The hooks in order.</summary>
    public IReadOnlyList<IRpcHook> Hooks => [.. Entries.Select(static entry => entry.Hook)];

    /// <summary>The hooks in order, with their state and counts.</summary>
    public IReadOnlyList<RpcHookEntry> Entries => Volatile.Read(ref _current).Entries;

    /// <summary>Whether there are no hooks.</summary>
    internal bool IsEmpty => Volatile.Read(ref _current).Entries.Length == 0;

    /// <summary>Replaces the hooks between two requests. One that stays keeps its entry, and with it its state and counts.</summary>
    /// <param name="hooks">The new hooks, at most 64; the first one is the outermost.</param>
    /// <inheritdoc cref="Replace(IReadOnlyList{RpcHookEntry})" path="/returns|/remarks"/>
    public Task Replace(IReadOnlyList<IRpcHook> hooks)
    {
        ArgumentNullException.ThrowIfNull(hooks);
        lock (_gate)
        {
            var entries = Entries;
            return Replace([.. hooks.Select(hook => entries.FirstOrDefault(entry => ReferenceEquals(entry.Hook, hook)) ?? new RpcHookEntry(hook))]);
        }
    }

    /// <summary>Replaces the hooks between two requests. A request that has begun finishes with the hooks that it began with.</summary>
    /// <param name="entries">The new hooks, at most 64; the first one is the outermost. Entries of hooks that stay may be among them.</param>
    /// <returns>A task that ends when no request is under way any more that began with an earlier list: hooks that are on the new list no
    /// longer may then be disposed. It takes as long as the longest such request; one that is cut off does not count.</returns>
    /// <remarks>Requests take no lock and allocate nothing for it.</remarks>
    public Task Replace(IReadOnlyList<RpcHookEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_gate)
        {
            var old = _current;
            Volatile.Write(ref _current, new HookSet(entries));
            old.Retire();
            // A hook that goes now may have been on the list before as well, and a request that began then be under way still.
            if (_drained.IsCompleted) _drained = old.Drained;
            else if (!old.Drained.IsCompleted) _drained = Task.WhenAll(_drained, old.Drained);
            return _drained;
        }
    }

    /// <summary>Runs the hooks before a request; ends early when one rejects it.</summary>
    internal ValueTask BeforeAsync(CommandHookContext context, CancellationToken cancellationToken)
    {
        context.Begin(ref _current);
        return BeforeAsync(context, 0, cancellationToken);
    }

    /// <summary>Runs, in reverse order, the hooks that let the request pass. All of them run, and then the first failure is thrown.</summary>
    internal static ValueTask AfterAsync(CommandHookContext context, CancellationToken cancellationToken)
        => AfterAsync(context, context.Entries.Length - 1, cancellationToken);

    private static ValueTask BeforeAsync(CommandHookContext context, int index, CancellationToken cancellationToken)
    {
        var entries = context.Entries;
        for (var begin = Begin(entries, index); index < entries.Length; index++)
        {
            Exception? failure;
            if (!context.TryAdmit(index, HookPhase.Before))
            {
                failure = HookCall.Skip(context, index);
            }
            else
            {
                var running = HookCall.Start(context, index, HookPhase.Before);
                if (!running.IsCompleted) return ContinueBeforeAsync(running, context, index, begin, cancellationToken);
                var end = entries[index].Now;
                failure = HookCall.Settle(context, index, HookPhase.Before, running, end - begin, cancellationToken);
                begin = end;
            }

            if (failure is not null) return ValueTask.FromException(failure);
            if (context.IsRejected) break;
        }

        return default;
    }

    private static ValueTask AfterAsync(CommandHookContext context, int index, CancellationToken cancellationToken)
    {
        var entries = context.Entries;
        for (var begin = Begin(entries, index); index >= 0; index--)
        {
            // One that was switched off since it let the request pass is left out: the request is done, and refusing it undoes nothing.
            if (!context.HasPassed(index) || !context.TryAdmit(index, HookPhase.After)) continue;
            var running = HookCall.Start(context, index, HookPhase.After);
            if (!running.IsCompleted) return ContinueAfterAsync(running, context, index, begin, cancellationToken);
            var end = entries[index].Now;
            var failure = HookCall.Settle(context, index, HookPhase.After, running, end - begin, cancellationToken);
            context.AfterFailure ??= failure;
            begin = end;
        }

        return context.AfterFailure is null ? default : ValueTask.FromException(context.AfterFailure);
    }

    private static async ValueTask ContinueBeforeAsync(
        ValueTask running, CommandHookContext context, int index, long begin, CancellationToken cancellationToken)
    {
        if (await HookCall.SettleLaterAsync(context, index, HookPhase.Before, running, begin, cancellationToken) is { } failure) throw failure;
        if (!context.IsRejected) await BeforeAsync(context, index + 1, cancellationToken);
    }

    private static async ValueTask ContinueAfterAsync(
        ValueTask running, CommandHookContext context, int index, long begin, CancellationToken cancellationToken)
    {
        var failure = await HookCall.SettleLaterAsync(context, index, HookPhase.After, running, begin, cancellationToken);
        context.AfterFailure ??= failure;
        await AfterAsync(context, index - 1, cancellationToken);
    }

    // The clock is read once between two calls: the end of one is the begin of the next.
    private static long Begin(RpcHookEntry[] entries, int index) => (uint)index < (uint)entries.Length ? entries[index].Now : 0;
}
