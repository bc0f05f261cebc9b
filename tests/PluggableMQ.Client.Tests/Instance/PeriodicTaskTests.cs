using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Testing;

namespace PluggableMQ.Client.Tests.Instance;

public sealed class PeriodicTaskTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogCollector _log = new();
    private readonly SemaphoreSlim _runs = new(0);

    [Fact]
    public async Task Ticks_FirstThenPeriod_Run()
    {
        await using var task = Make(_ => default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RanAsync();
        _clock.Advance(TimeSpan.FromSeconds(5));
        await RanAsync();
        Assert.Equal(0, _runs.CurrentCount);
    }

    [Fact]
    public async Task Ticks_DuringARun_LeadToOneMore()
    {
        var goOn = new TaskCompletionSource();
        await using var task = Make(_ => new ValueTask(goOn.Task));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RanAsync();

        _clock.Advance(TimeSpan.FromSeconds(50));
        task.RunNow();
        goOn.SetResult();
        await RanAsync();
        await task.DisposeAsync();

        Assert.Equal(0, _runs.CurrentCount);
    }

    [Fact]
    public async Task Run_Throws_IsLoggedAndTheNextOneComes()
    {
        var failed = false;
        await using var task = Make(_ => failed ? default : throw new InvalidOperationException($"first {failed = true}"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RanAsync();
        await _log.WaitForAsync("TaskFailed");
        _clock.Advance(TimeSpan.FromSeconds(5));
        await RanAsync();
        Assert.Single(_log.Get("TaskFailed"));
    }

    [Fact]
    public async Task DisposeAsync_DuringARun_CancelsItAndWaits()
    {
        var cancelled = new TaskCompletionSource();
        var task = Make(async token =>
        {
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => cancelled.SetResult(), TaskScheduler.Default);
            token.ThrowIfCancellationRequested();
        });
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RanAsync();

        await task.DisposeAsync();
        await task.DisposeAsync();

        Assert.True(cancelled.Task.IsCompletedSuccessfully);
        Assert.Empty(_log.Get("TaskFailed"));
        Assert.Equal(0, _clock.ActiveTimers);
    }

    public void Dispose()
    {
        _log.Dispose();
        _runs.Dispose();
    }

    private PeriodicTask Make(Func<CancellationToken, ValueTask> work) => new(
        "test", "client", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5),
        token =>
        {
            _runs.Release();
            return work(token);
        },
        _clock, _log);

    private async Task RanAsync() => Assert.True(await _runs.WaitAsync(TimeSpan.FromSeconds(60)));
}
