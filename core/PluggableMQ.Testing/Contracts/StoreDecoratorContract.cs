using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What every store decorator promises: all that a store does, around a store in memory, and what it forwards.</summary>
/// <remarks>
/// <para>A decorator that changes bodies overrides <see cref="MessageStoreContract.KeepsSizes"/>: lengths and places then differ from the
/// plain ones.</para>
/// <para>The store that is wrapped lends its records: their memory is overwritten when its result is reset, in every test of the kit.</para>
/// </remarks>
public abstract class StoreDecoratorContract : MessageStoreContract
{
    private WatchedStore? _inner;
    private bool? _isDurable;

    /// <summary>Makes the decorator to test, not started.</summary>
    /// <param name="context">The store that it wraps, which it starts, stops and disposes.</param>
    /// <returns>A new decorator.</returns>
    protected abstract IMessageStore Create(StoreDecoratorContext context);

    /// <summary>Makes the store that is wrapped; the one in memory by default.</summary>
    /// <param name="context">Its surroundings.</param>
    /// <returns>A new store.</returns>
    protected virtual IMessageStore CreateInner(MessageStoreContext context)
        => new PluginHarness(new InMemoryPlugin()).Create(Abstractions.Plugins.PluginKinds.Storage, "inmemory", context);

    /// <inheritdoc/>
    protected sealed override IMessageStore Create(MessageStoreContext context)
    {
        _inner = WatchedStore.Around(CreateInner(context), _isDurable);
        return Create(new StoreDecoratorContext(_inner, context));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IsDurable_Inner_IsPassedOn(bool isDurable)
    {
        _isDurable = isDurable;

        Assert.Equal(isDurable, MakeStore("another").IsDurable);
    }

    [Fact]
    public void Health_Inner_IsPassedOn()
    {
        var inner = _inner!.Settable;
        Assert.True(Store.Health.IsWritable);
        Assert.False(Store.Health.IsPageCacheBusy);
        inner.Refusal = "The disk of the kit is full.";
        inner.IsBusy = true;
        inner.BehindBytes = 4711;
        var info = new Dictionary<string, string>();

        Store.Health.CollectRuntimeInfo(info);

        Assert.False(Store.Health.IsWritable, "The inner store takes no messages; the decorator says that it does.");
        Assert.Contains(inner.Refusal, Store.Health.NotWritableReason ?? "", StringComparison.Ordinal);
        Assert.True(Store.Health.IsPageCacheBusy, "The inner store is busy; the decorator hides it, and senders are not slowed down.");
        Assert.InRange(Store.Health.DispatchBehindBytes, inner.BehindBytes, long.MaxValue);
        Assert.Contains(WatchedStore.InfoKey, info.Keys);
    }

    [Fact]
    public void Read_SuggestionToPullFromASlave_IsPassedOn()
    {
        Store.Put(Topic, 0, "a");
        _inner!.Lending.SuggestsSlave = true;

        using var found = Store.Read(Topic, 0, 0);
        using var none = Store.Read(Topic, 0, 1);

        Assert.Equal((MessageReadStatus.Found, MessageReadStatus.OffsetOverflowOne), (found.Status, none.Status));
        Assert.True(
            found.SuggestPullingFromSlave && none.SuggestPullingFromSlave,
            "The inner store suggests a slave; the decorator drops SuggestPullingFromSlave.");
    }

    [Fact]
    public void Read_ResultReset_GivesTheInnerOneBack()
    {
        var first = Store.Put(Topic, 0, "a", "TAGS", "TagA");
        Store.Put(Topic, 0, "b");
        var result = new MessageReadResult();
        for (var round = 0; round < 3; round++)
        {
            Store.Reader.Read(new MessageReadRequest { Topic = Topic, QueueId = 0, QueueOffset = 0, MaxCount = 32 }, result);
            Assert.Equal(["a", "b"], result.Bodies());
            Assert.True(Store.Reader.TryReadAt(first.PhysicalOffset, result));
            Assert.Equal(["a"], result.Bodies());
        }

        using (var none = Store.Read(Topic, 0, 0, filter: new TestFilter(matchesTagsCode: _ => false)))
            Assert.Equal(MessageReadStatus.NoMatchedMessage, none.Status);
        result.Reset();

        var lent = _inner!.Lending.Lent;
        Assert.True(
            lent == 0,
            $"{lent} results of the inner store were not given back, though the reader's result was reset. Hand on their leases with AddLease.");
    }

    [Fact]
    public async Task Lifecycle_Inner_IsStartedStoppedAndDisposedOnce()
    {
        var inner = _inner!;
        Assert.Equal(["start"], inner.Calls);
        Store.Put(Topic, 0, "a");

        await Store.StopAsync(CancellationToken.None);
        await Store.DisposeAsync();

        Assert.Equal(["start", "stop", "dispose"], inner.Calls);
    }

    [Fact]
    public void GetFeature_OfAThirdParty_IsPassedThrough()
        => Assert.True(
            Store.GetFeature<WatchedStore.IThirdPartyFeature>() is not null,
            "The inner store has an ability that the decorator does not know; GetFeature must ask the inner store for what it does not change.");
}
