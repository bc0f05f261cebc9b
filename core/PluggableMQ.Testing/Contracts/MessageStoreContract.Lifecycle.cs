using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <content>Start, stop, and what is there afterwards.</content>
public abstract partial class MessageStoreContract
{
    [Fact]
    public void Start_Empty_IsWritableAndHoldsNothing()
    {
        Assert.True(Store.Health.IsWritable);
        Assert.Null(Store.Health.NotWritableReason);
        Assert.False(Store.Health.IsPageCacheBusy);
        Assert.Equal(0, Store.Health.DispatchBehindBytes);
        Assert.Equal(0, Store.Reader.GetMaxOffset(Topic, 0));
    }

    [Fact]
    public void GetFeature_NotThere_IsNull() => Assert.Null(Store.GetFeature<IDisposableNobodyHas>());

    [Fact]
    public async Task Reopen_AfterACleanStop_HoldsWhatADurableStorePromises()
    {
        var half = Store.Put(TestMessage.MakeTransactional(Topic, 0, "half", Protocol.MessageSysFlag.TransactionPrepared));
        for (var i = 0; i < 50; i++) Store.Put(Topic, i % 3, $"m{i}", "KEYS", $"k{i}", "TAGS", "TagA");
        var last = Store.Put("Other", 7, "last", "name", "värde");
        var isDurable = Store.IsDurable;

        await StopAndDisposeAsync();
        await InitializeAsync();

        Assert.Equal(isDurable, Store.IsDurable);
        if (!isDurable)
        {
            Assert.Equal(0, Store.Put(Topic, 0, "first").QueueOffset);
            return;
        }

        for (var queue = 0; queue < 3; queue++) Assert.Equal(Enumerable.Range(0, 50).Where(i => i % 3 == queue).Select(i => $"m{i}"), Store.ReadAll(Topic, queue));
        Assert.Equal("half"u8.ToArray(), Store.DecodeAt(half.PhysicalOffset)!.Body.ToArray());
        var stored = Store.DecodeAt(last.PhysicalOffset)!;
        Assert.Equal(("Other", 7, "värde", last.StoreTimestamp), (stored.Topic, stored.QueueId, stored.Properties["name"], stored.StoreTimestamp));
        Assert.Equal(17, Store.Put(Topic, 0, "next").QueueOffset);
        Assert.True(Store.Put("Other", 8, "after").PhysicalOffset > last.PhysicalOffset);
        if (Store.GetFeature<IMessageIndex>() is not null) Assert.Single(Store.Query(Topic, "k42"));
    }

    [Fact]
    public async Task Stop_Twice_IsHarmless()
    {
        Store.Put(Topic, 0, "a");

        await EndAsync(() => Store.StopAsync(CancellationToken.None), "StopAsync");
        await EndAsync(() => Store.StopAsync(CancellationToken.None), "StopAsync");
    }

    [Fact]
    public async Task Dispose_NeverStarted_IsHarmless()
    {
        await StopAndDisposeAsync();

        var never = MakeStore();
        await EndAsync(never.DisposeAsync, "DisposeAsync");
        await EndAsync(never.DisposeAsync, "DisposeAsync");
    }

    [Fact]
    public async Task Dispose_WithoutStop_LosesNothingThatWasAcknowledged()
    {
        Store.Put(Topic, 0, "a");
        var isDurable = Store.IsDurable;

        await EndAsync(Store.DisposeAsync, "DisposeAsync");
        await InitializeAsync();

        if (isDurable) Assert.Equal(["a"], Store.ReadAll(Topic, 0));
    }

    [Fact]
    public async Task Stop_TokenCancelled_LosesNothingThatWasAcknowledged()
    {
        PutSome(20);

        await EndOrCancelAsync(Store.StopAsync, "StopAsync, whose token was cancelled,");

        await EndAsync(Store.DisposeAsync, "DisposeAsync");
        await ReopenAndFindSomeAsync();
    }

    [Fact]
    public async Task Start_TokenCancelled_LeavesTheFilesValid()
    {
        PutSome(20);
        await StopAndDisposeAsync();
        var cut = MakeStore();

        await EndOrCancelAsync(cut.StartAsync, "StartAsync, whose token was cancelled,");

        await EndAsync(cut.DisposeAsync, "DisposeAsync");
        await ReopenAndFindSomeAsync();
    }

    private async Task EndOrCancelAsync(Func<CancellationToken, ValueTask> call, string what)
    {
        try
        {
            await EndAsync(() => call(new CancellationToken(canceled: true)), what);
        }
        catch (OperationCanceledException)
        {
            // What a token is for; one that is quick may end as well.
        }
    }

    /// <summary>Opens the store again, which holds what <see cref="PutSome"/> put if it is durable, and takes messages in any case.</summary>
    private async Task ReopenAndFindSomeAsync()
    {
        await InitializeAsync();
        for (var queue = 0; queue < 2 && Store.IsDurable; queue++) Assert.Equal(SomeOf(queue), Store.ReadAll(Topic, queue));
        Assert.Equal(Store.IsDurable ? 10 : 0, Store.Put(Topic, 0, "next").QueueOffset);
    }

    private async Task StopAndDisposeAsync()
    {
        await EndAsync(() => Store.StopAsync(CancellationToken.None), "StopAsync");
        await EndAsync(Store.DisposeAsync, "DisposeAsync");
    }

    /// <summary>An ability that no store has.</summary>
    private protected interface IDisposableNobodyHas : IDisposable;
}
