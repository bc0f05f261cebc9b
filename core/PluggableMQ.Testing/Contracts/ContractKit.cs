using System.Runtime.ExceptionServices;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What the contract kits have in common: patience, and disposal of what a test made.</summary>
/// <remarks>A kit is subclassed by a public class that says how an instance is made; xunit then runs every promise as a test of its own.</remarks>
public abstract class ContractKit : IAsyncLifetime
{
    private readonly List<object> _made = [];

    /// <summary>How long a test waits for something that must end. Generous: it costs time only where the promise is broken.</summary>
    protected virtual TimeSpan Patience => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public virtual Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual async Task DisposeAsync()
    {
        foreach (var instance in Enumerable.Reverse(_made)) await EndAsync(() => DisposeOneAsync(instance), "Dispose");
        _made.Clear();
    }

    /// <summary>Takes an instance over: disposed after the test, if it can be.</summary>
    private protected T Own<T>(T instance)
        where T : class
    {
        Assert.NotNull(instance);
        if (!_made.Contains(instance, ReferenceEqualityComparer.Instance)) _made.Add(instance);
        return instance;
    }

    /// <summary>Calls something on a thread of its own that must not be blocked, and waits for what it returned.</summary>
    private protected async Task EndAsync(Func<ValueTask> call, string what)
    {
        var returned = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                returned.SetResult(call().AsTask());
            }
            catch (Exception e)
            {
                returned.SetException(e);
            }
        }) { IsBackground = true, Name = what }.Start();
        var task = await InTimeAsync(returned.Task, $"{what} did not return: it blocks the thread that calls it.");
        await InTimeAsync(task, $"The task of {what} did not end.");
    }

    /// <summary>Runs something that must not block, on a thread of its own.</summary>
    private protected Task ReturnAsync(Action call, string what) => EndAsync(
        () =>
        {
            call();
            return ValueTask.CompletedTask;
        },
        what);

    /// <summary>Waits for a task, with patience.</summary>
    private protected async Task InTimeAsync(Task task, string complaint)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"{complaint} Waited for {Patience.TotalSeconds:0.#} s.");
        }
    }

    /// <inheritdoc cref="InTimeAsync(Task, string)"/>
    private protected async Task<T> InTimeAsync<T>(Task<T> task, string complaint)
    {
        await InTimeAsync((Task)task, complaint);
        return await task;
    }

    /// <summary>Runs work on several threads that begin together; the first exception is the test's.</summary>
    private protected async Task ConcurrentlyAsync(int threads, Action<int> work, string what)
    {
        using var start = new Barrier(threads);
        var failures = new Exception?[threads];
        await Task.WhenAll(Enumerable.Range(0, threads).Select(i => ReturnAsync(
            () =>
            {
                start.SignalAndWait();
                try
                {
                    work(i);
                }
                catch (Exception e)
                {
                    failures[i] = e;
                }
            },
            what)));
        if (Array.Find(failures, failure => failure is not null) is { } first) ExceptionDispatchInfo.Throw(first);
    }

    private protected static async ValueTask DisposeOneAsync(object instance)
    {
        if (instance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
        else if (instance is IDisposable disposable) disposable.Dispose();
    }
}
