using PluggableMQ.Client.Sending;
using PluggableMQ.Testing;

namespace PluggableMQ.Client.Tests.Sending;

public sealed class SendPermitsTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task EnterAsync_PlaceGivenBack_LetsTheWaiterIn()
    {
        var permits = new SendPermits("invokeAsyncImpl", 2, _clock);
        await permits.EnterAsync(TimeSpan.FromSeconds(1), default);
        await permits.EnterAsync(TimeSpan.FromSeconds(1), default);
        var third = permits.EnterAsync(TimeSpan.FromSeconds(1), default).AsTask();
        Assert.False(third.IsCompleted);

        permits.Exit();

        await third;
    }

    [Fact]
    public async Task EnterAsync_NoneInTime_Fails()
    {
        var permits = new SendPermits("invokeAsyncImpl", 1, _clock);
        await permits.EnterAsync(TimeSpan.FromSeconds(1), default);
        var second = permits.EnterAsync(TimeSpan.FromMilliseconds(250), default).AsTask();

        _clock.Advance(TimeSpan.FromMilliseconds(250));

        var error = await Assert.ThrowsAsync<MqTimeoutException>(() => second);
        Assert.StartsWith("invokeAsyncImpl tryAcquire semaphore timeout, timeout: 250ms", error.Message, StringComparison.Ordinal);
        Assert.Equal(10002, error.ResponseCode);
    }

    [Fact]
    public async Task EnterAsync_NoTimeLeft_IsTooFast()
    {
        var permits = new SendPermits("invokeAsyncImpl", 1, _clock);
        await permits.EnterAsync(TimeSpan.Zero, default);
        var error = await Assert.ThrowsAsync<MqTimeoutException>(() => permits.EnterAsync(TimeSpan.Zero, default).AsTask());
        Assert.Equal("invokeAsyncImpl invoke too fast", error.Message);
    }

    [Fact]
    public async Task EnterAsync_CallerGivesUp_IsCancelledAndKeepsNoPlace()
    {
        var permits = new SendPermits("invokeAsyncImpl", 1, _clock);
        await permits.EnterAsync(TimeSpan.FromSeconds(1), default);
        using var cancellation = new CancellationTokenSource();
        var second = permits.EnterAsync(TimeSpan.FromSeconds(1), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        permits.Exit();
        Assert.True(permits.EnterAsync(TimeSpan.Zero, default).IsCompletedSuccessfully);
    }
}
