using System.Collections.Concurrent;
using System.Globalization;
using PluggableMQ.Client;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>Sends without pause from several loops, each message with a body of its own, until it is stopped or a send fails.</summary>
internal sealed class SendingLoad : IAsyncDisposable
{
    private const int Loops = 4;

    private readonly Producer _producer;
    private readonly ConcurrentQueue<string> _sent = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _all;
    private int _number;

    public SendingLoad(Producer producer)
    {
        _producer = producer;
        _all = Task.WhenAll(Enumerable.Range(0, Loops).Select(_ => Task.Run(RunAsync)));
    }

    /// <summary>How many sends began.</summary>
    public int Count => Volatile.Read(ref _number);

    /// <summary>Waits for some more sends that began from now on.</summary>
    public async Task MoreAsync(int count)
    {
        var target = Volatile.Read(ref _number) + Loops + count;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Volatile.Read(ref _number) < target)
        {
            if (_all.IsCompleted) await _all;
            await Task.Delay(1, patience.Token);
        }
    }

    /// <summary>Ends the load; throws what a send threw.</summary>
    public async Task<IReadOnlyCollection<string>> StopAsync()
    {
        await _stopping.CancelAsync();
        await _all;
        return _sent;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _all.ContinueWith(_ => { }, TaskScheduler.Default);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var text = Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture);
            await SwapCluster.SendAsync(_producer, text);
            _sent.Enqueue(text);
        }
    }
}
