using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class NameServerSourceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task FetchAsync_Answers_GivesTheAddresses()
        => Assert.Equal(["a:1"], await Make(static _ => new(["a:1"])).FetchAsync(CancellationToken.None));

    [Fact]
    public async Task FetchAsync_Throws_ComesThroughAndTheNextLookupIsANewOne()
    {
        var calls = 0;
        var source = Make(_ => ++calls == 1 ? throw new InvalidOperationException("on fire") : new(["a:1"]));

        Assert.Equal("on fire", (await Assert.ThrowsAsync<InvalidOperationException>(() => source.FetchAsync(CancellationToken.None).AsTask())).Message);
        Assert.Equal(["a:1"], await source.FetchAsync(CancellationToken.None));
    }

    [Fact]
    public async Task FetchAsync_LooksAtItsToken_TimesOut()
    {
        var source = Make(static async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return [];
        });

        var fetch = source.FetchAsync(CancellationToken.None).AsTask();
        await _clock.AdvanceUntilAsync(fetch, TimeSpan.FromMilliseconds(100));

        Assert.Contains($"no answer within 3000 ms from {typeof(Addressing).FullName}", (await Assert.ThrowsAsync<TimeoutException>(() => fetch)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FetchAsync_HangsWhateverItsToken_IsNotAskedTwiceAndAnswersInTheEnd(bool blocks)
    {
        var calls = 0;
        var release = new TaskCompletionSource();
        var source = Make(async _ =>
        {
            calls++;
            if (blocks) release.Task.Wait(CancellationToken.None);
            else await release.Task;
            return ["a:1"];
        });
        for (var i = 0; i < 2; i++)
        {
            var fetch = source.FetchAsync(CancellationToken.None).AsTask();
            await _clock.AdvanceUntilAsync(fetch, TimeSpan.FromMilliseconds(100));
            Assert.Contains("the lookup goes on", (await Assert.ThrowsAsync<TimeoutException>(() => fetch)).Message, StringComparison.Ordinal);
        }

        var last = source.FetchAsync(CancellationToken.None).AsTask();
        release.SetResult();

        Assert.Equal(["a:1"], await last.WaitAsync(Limit));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task FetchAsync_TheOneLeftBehindFailedMeanwhile_IsANewLookup()
    {
        var calls = 0;
        var first = new TaskCompletionSource<IReadOnlyList<string>>();
        var source = Make(async _ => ++calls == 1 ? await first.Task : ["a:1"]);
        var late = source.FetchAsync(CancellationToken.None).AsTask();
        await _clock.AdvanceUntilAsync(late, TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAsync<TimeoutException>(() => late);

        // Without a synchronization context, all that waits for it has gone on by the end of this.
        await Task.Run(() => first.SetException(new InvalidOperationException("exchanged")));

        Assert.Equal(["a:1"], await source.FetchAsync(CancellationToken.None));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task FetchAsync_CallerGivesUp_IsCancelled()
    {
        using var caller = new CancellationTokenSource();
        var fetch = Make(static async _ => await new TaskCompletionSource<IReadOnlyList<string>>().Task).FetchAsync(caller.Token).AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch.WaitAsync(Limit));
    }

    private NameServerSource Make(Func<CancellationToken, ValueTask<IReadOnlyList<string>>> fetch) => new(new Addressing(fetch), TimeSpan.FromSeconds(3), _clock);

    private sealed class Addressing(Func<CancellationToken, ValueTask<IReadOnlyList<string>>> fetch) : ITopAddressing
    {
        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => fetch(cancellationToken);
    }
}
