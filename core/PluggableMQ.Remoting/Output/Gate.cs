namespace PluggableMQ.Remoting.Output;

/// <summary>Lets any number of waiters wait for the next opening. Waiting is the slow path: it allocates once for all who wait.</summary>
internal sealed class Gate
{
    private TaskCompletionSource? _waiters;

    /// <summary>A task that ends at the next opening. Look at the condition again after this call and before waiting.</summary>
    public Task NextOpening
    {
        get
        {
            while (true)
            {
                if (Volatile.Read(ref _waiters) is { } waiters) return waiters.Task;
                var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Interlocked.CompareExchange(ref _waiters, created, null) is null) return created.Task;
            }
        }
    }

    /// <summary>Lets all waiters through.</summary>
    public void Open()
    {
        if (Volatile.Read(ref _waiters) is not null) Interlocked.Exchange(ref _waiters, null)?.TrySetResult();
    }
}
