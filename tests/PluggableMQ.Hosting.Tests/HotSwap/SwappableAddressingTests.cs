using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Hosting.HotSwap;

namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>A lookup that hangs, and is exchanged then.</summary>
public sealed class SwappableAddressingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FetchNameServersAsync_HangsAndIsExchanged_AsksTheNewOne(bool blocks)
    {
        var old = new Hanging(_released.Task, blocks);
        var target = new Swappable<ITopAddressing>(old);
        await using var addressing = new SwappableAddressing(target, new Nobody());
        var fetch = addressing.FetchNameServersAsync(CancellationToken.None).AsTask();
        await old.Asked.WaitAsync(Patience);

        var ended = target.Exchange(new Known());

        Assert.Equal(["a:1"], await fetch.WaitAsync(Patience));
        Assert.True(old.Token.IsCancellationRequested);
        Assert.False(ended.IsCompleted);
        _released.SetResult();
        await ended.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WaitForChangeAsync_HangsAndIsExchanged_Ends(bool blocks)
    {
        var old = new Hanging(_released.Task, blocks);
        var target = new Swappable<ITopAddressing>(old);
        await using var addressing = new SwappableAddressing(target, new Nobody());
        var wait = addressing.WaitForChangeAsync(CancellationToken.None).AsTask();
        await old.Asked.WaitAsync(Patience);

        var ended = target.Exchange(new Known());

        await wait.WaitAsync(Patience);
        Assert.False(ended.IsCompleted);
        _released.SetResult();
        await ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task WaitForChangeAsync_LookupThatTellsOfNone_EndsWhenItIsExchangedAndIsThenUnused()
    {
        var target = new Swappable<ITopAddressing>(new Known());
        await using var addressing = new SwappableAddressing(target, new Nobody());
        var wait = addressing.WaitForChangeAsync(CancellationToken.None).AsTask();

        var ended = target.Exchange(new Known());

        await wait.WaitAsync(Patience);
        await ended.WaitAsync(Patience);
    }

    [Fact]
    public async Task WaitForChangeAsync_CallerGivesUp_IsCancelled()
    {
        await using var addressing = new SwappableAddressing(new Swappable<ITopAddressing>(new Known()), new Nobody());
        using var caller = new CancellationTokenSource();
        var wait = addressing.WaitForChangeAsync(caller.Token).AsTask();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Patience));
    }

    public void Dispose() => _released.TrySetResult();

    private sealed class Hanging(Task released, bool blocks) : ITopAddressing, IAddressingChangeSource
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public CancellationToken Token { get; private set; }

        public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
        {
            await WaitForChangeAsync(cancellationToken);
            return [];
        }

        public async ValueTask WaitForChangeAsync(CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            _asked.TrySetResult();
            if (blocks) released.Wait(CancellationToken.None);
            else await released;
        }
    }

    private sealed class Known : ITopAddressing
    {
        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => new(["a:1"]);
    }

    private sealed class Nobody : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => default;
    }
}
