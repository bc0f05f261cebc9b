using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Hooks;

/// <summary>One call of a hook: starts it, waits for it no longer than its limit, and says what comes of it for the request.</summary>
internal static class HookCall
{
    /// <summary>Calls a hook. One that throws before it returns a task is like one whose task fails.</summary>
    public static ValueTask Start(CommandHookContext context, int index, HookPhase phase)
    {
        var hook = context.Entries[index].Hook;
        try
        {
            return phase == HookPhase.Before
                ? hook.BeforeAsync(context.View, context.Token)
                : hook.AfterAsync(context.View, context.Token);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>Takes the outcome of a call that has completed.</summary>
    /// <returns>What fails the request, or null when it goes on.</returns>
    public static Exception? Settle(
        CommandHookContext context, int index, HookPhase phase, ValueTask ended, long elapsed, CancellationToken cancellationToken)
    {
        var entry = context.Entries[index];
        // As nearly all calls end.
        if (ended.IsCompletedSuccessfully && entry.IsCalm(elapsed) && !context.IsRejected)
        {
            ended.GetAwaiter().GetResult();
            if (phase == HookPhase.Before) context.MarkPassed(index);
            return null;
        }

        var isProbe = context.IsProbe(index);
        try
        {
            ended.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            return GiveUp(entry, isProbe, phase, e);
        }
        catch (Exception e)
        {
            entry.Threw(phase, isProbe, e);
            return Fail(
                context, entry, phase, $"failed {Name(phase)} request code {context.RequestCode}: {e.GetType().Name}: {e.Message}. Mend the " +
                    "hook, or set its onFailure to failOpen in the manifest if requests may do without it.", e);
        }

        entry.Succeeded(phase, isProbe, elapsed);
        if (phase == HookPhase.After) return null;
        if (!context.IsRejected)
        {
            context.MarkPassed(index);
            return null;
        }

        entry.Rejected();
        // It does not run afterwards, so that a probe may have no outcome.
        if (isProbe) entry.GiveUpProbe();
        return null;
    }

    /// <summary>Waits for a call that did not complete at once; cuts it off at its limit, and when the connection closes.</summary>
    /// <returns>What fails the request, or null when it goes on.</returns>
    public static async ValueTask<Exception?> SettleLaterAsync(
        CommandHookContext context, int index, HookPhase phase, ValueTask running, long begin, CancellationToken cancellationToken)
    {
        var entry = context.Entries[index];
        var task = running.AsTask();
        await task.WaitAsync(entry.GetRemaining(begin), entry.Time, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsCompleted) return Settle(context, index, phase, new ValueTask(task), 0, cancellationToken);

        var isProbe = context.IsProbe(index);
        context.CutOff();
        // What it throws later concerns nobody any more.
        _ = task.ContinueWith(
            static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        if (cancellationToken.IsCancellationRequested)
            return GiveUp(entry, isProbe, phase, new OperationCanceledException(cancellationToken));
        entry.TimedOut(phase, isProbe);
        return Fail(
            context, entry, phase, $"did not end within {entry.TimeLimit.TotalMilliseconds:0} ms {Name(phase)} request code " +
                $"{context.RequestCode}. Raise its timeLimitMs in the manifest, or set its onFailure to failOpen if requests may do without it.",
            null);
    }

    /// <summary>What comes of a request that comes to a hook which is switched off: null when it goes on without it, or was refused.</summary>
    public static RemotingHookException? Skip(CommandHookContext context, int index)
    {
        var entry = context.Entries[index];
        if (entry.FailsOpen) return null;
        if (context.View.Direction == RpcDirection.Outbound) return new RemotingHookException(context.RemoteAddress, entry.Name, entry.SwitchedOffText);
        // An answer, which costs no exception, however many requests are refused.
        context.View.Refuse(ResponseCode.SystemError, entry.SwitchedOffText);
        return null;
    }

    private static string Name(HookPhase phase) => phase == HookPhase.Before ? "before" : "after";

    // The connection has closed, or the caller has given up: no failure of the hook. A response that is there stays.
    private static OperationCanceledException? GiveUp(RpcHookEntry entry, bool isProbe, HookPhase phase, OperationCanceledException cause)
    {
        if (isProbe) entry.GiveUpProbe();
        return phase == HookPhase.Before ? cause : null;
    }

    private static RemotingHookException? Fail(
        CommandHookContext context, RpcHookEntry entry, HookPhase phase, string what, Exception? cause)
    {
        if (!entry.FailsOpen) return new RemotingHookException(context.RemoteAddress, entry.Name, $"The RPC hook '{entry.Name}' {what}", cause);
        // It goes on as if the hook were not there, so that what the hook had refused before it failed does not count.
        if (phase == HookPhase.Before) context.View.ClearRejection();
        return null;
    }
}
