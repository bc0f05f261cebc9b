using System.Runtime.CompilerServices;

namespace PluggableMQ.Client.Tracing;

/// <summary>Makes one call after the other on a thread of its own, which starts with the first call. A call that blocks takes no thread of
/// the pool away from others; the thread does not keep the process alive.</summary>
internal sealed class DispatchThread(string name)
{
    private readonly object _gate = new();
    private (Func<Task> Call, TaskCompletionSource<Task> Begun)? _asked;
    private bool _isStarted;
    private bool _isEnded;

    /// <summary>Makes a call. One at a time.</summary>
    /// <returns>A task that ends when the call's task has.</returns>
    public async Task RunAsync(Func<Task> call)
    {
        var begun = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _asked = (call, begun);
            if (_isStarted) Monitor.Pulse(_gate);
            else new Thread(Loop) { IsBackground = true, Name = name }.UnsafeStart();
            _isStarted = true;
        }

        var running = await begun.Task.ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    /// <summary>Ends the thread, once the call that it is in returns.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        while (RunNext())
        {
        }
    }

    // A method of its own: while the thread waits, its stack must not hold a task of a plugin.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunNext()
    {
        if (Take() is not var (call, begun)) return false;
        try
        {
            begun.SetResult(call());
        }
#pragma warning disable CA1031 // A plugin may throw anything; whoever asked hears of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            begun.SetException(e);
        }

        return true;
    }

    private (Func<Task> Call, TaskCompletionSource<Task> Begun)? Take()
    {
        lock (_gate)
        {
            while (_asked is null && !_isEnded) Monitor.Wait(_gate);
            var asked = _asked;
            _asked = null;
            return asked;
        }
    }
}
