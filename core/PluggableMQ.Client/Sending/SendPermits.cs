using System.Globalization;

namespace PluggableMQ.Client.Sending;

/// <summary>Bounds how many sends are on their way; a further one waits for a place, within its time limit (<c>semaphoreAsync</c>).</summary>
#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing, and sends may give places back after the client has stopped.
internal sealed class SendPermits(string name, int count, TimeProvider clock)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _places = new(count, count);
    private int _waiting;

    /// <summary>Takes a place.</summary>
    /// <exception cref="MqTimeoutException">None became free in time.</exception>
    public ValueTask EnterAsync(TimeSpan timeout, CancellationToken cancellationToken)
        => _places.Wait(0, CancellationToken.None) ? default : new ValueTask(WaitAsync(timeout, cancellationToken));

    /// <summary>Gives a place back.</summary>
    public void Exit() => _places.Release();

    private async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout <= TimeSpan.Zero) throw new MqTimeoutException($"{name} invoke too fast");
        using var limit = new CancellationTokenSource(timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Interlocked.Increment(ref _waiting);
        try
        {
            await _places.WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MqTimeoutException(string.Create(CultureInfo.InvariantCulture,
                $"{name} tryAcquire semaphore timeout, timeout: {timeout.TotalMilliseconds:0}ms, waiting: {_waiting}, places: {count}. Send more slowly, or await sends."), e);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
