using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public class AddressingWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();
    private int _lookups;

    private AddressingWatch Start(ITopAddressing source, Func<bool>? fails = null) => AddressingWatch.TryStart(
        source,
        _ =>
        {
            Interlocked.Increment(ref _lookups);
            return fails?.Invoke() == true ? throw new InvalidOperationException("no") : default;
        },
        _clock,
        NullLogger.Instance)!;

    [Fact]
    public void TryStart_SourceThatTellsNothing_IsNull()
        => Assert.Null(AddressingWatch.TryStart(new SilentSource(), _ => default, _clock, NullLogger.Instance));

    [Fact]
    public async Task Watch_Change_LooksUpASecondLater()
    {
        var source = new Source();
        await using var watch = Start(source);
        source.Tell();

        await AdvanceUntilAsync(() => Volatile.Read(ref _lookups) == 1);
        source.Tell();
        await AdvanceUntilAsync(() => Volatile.Read(ref _lookups) == 2);
    }

    [Fact]
    public async Task Watch_EndlessChanges_LooksUpAtMostOnceASecond()
    {
        await using var watch = Start(new RestlessSource());

        var seconds = await AdvanceUntilAsync(() => Volatile.Read(ref _lookups) >= 5);

        Assert.InRange(Volatile.Read(ref _lookups), 5, seconds);
    }

    [Fact]
    public async Task Watch_LookupFails_GoesOn()
    {
        await using var watch = Start(new RestlessSource(), fails: () => true);

        await AdvanceUntilAsync(() => Volatile.Read(ref _lookups) >= 2);
    }

    [Fact]
    public async Task Watch_SourceFails_TriesAgainLater()
    {
        await using var watch = Start(new FailingSource());

        var seconds = await AdvanceUntilAsync(() => Volatile.Read(ref _lookups) >= 2);

        Assert.True(seconds >= 240);
    }

    [Fact]
    public async Task Dispose_WhileWaiting_Ends()
    {
        var watch = Start(new Source());

        await watch.DisposeAsync();
        await watch.DisposeAsync();

        Assert.Equal(0, _lookups);
    }

    [Fact]
    public async Task Dispose_SourceDoesNotLookAtItsToken_LeavesItBehind()
    {
        var source = new DeafSource();
        var watch = Start(source);
        await source.Asked.WaitAsync(Patience);

        var dispose = watch.DisposeAsync().AsTask();
        await AdvanceUntilAsync(() => dispose.IsCompleted);
        await dispose;

        source.Release();
        Assert.Equal(0, _lookups);
    }

    // The watch sets its timer on a thread of its own, so that the clock is moved until it has seen it; returns the seconds that this took.
    private async Task<int> AdvanceUntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        for (var seconds = 0; ; seconds++)
        {
            if (condition()) return seconds;
            Assert.True(DateTime.UtcNow < deadline, "The watch looked nothing up.");
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }
    }

    private class SilentSource : ITopAddressing
    {
        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("The watch does not ask itself.");
    }

    private sealed class Source : SilentSource, IAddressingChangeSource
    {
        private readonly Channel<bool> _changes = Channel.CreateUnbounded<bool>();

        public void Tell() => _changes.Writer.TryWrite(true);

        public async ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => await _changes.Reader.ReadAsync(cancellationToken);
    }

    private sealed class RestlessSource : SilentSource, IAddressingChangeSource
    {
        public ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => default;
    }

    private sealed class FailingSource : SilentSource, IAddressingChangeSource
    {
        public ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("broken");
    }

    private sealed class DeafSource : SilentSource, IAddressingChangeSource
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public void Release() => _released.SetResult();

        public async ValueTask WaitForChangeAsync(CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            await _released.Task;
        }
    }
}
