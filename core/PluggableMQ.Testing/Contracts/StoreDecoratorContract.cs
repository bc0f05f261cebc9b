using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.InMemory;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What every store decorator promises: all that a store does, around a store in memory, and what it forwards.</summary>
/// <remarks>A decorator that changes bodies overrides <see cref="MessageStoreContract.KeepsSizes"/>: lengths and places then differ from the plain ones.</remarks>
public abstract class StoreDecoratorContract : MessageStoreContract
{
    private WatchedStore? _inner;

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
        _inner = WatchedStore.Around(CreateInner(context));
        return Create(new StoreDecoratorContext(_inner, context));
    }

    [Fact]
    public void IsDurable_Inner_IsPassedOn() => Assert.Equal(_inner!.IsDurable, Store.IsDurable);

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
