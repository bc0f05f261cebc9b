using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Testing.Storage;

/// <summary>Passes all on to a store, and notes when it is started, stopped and disposed.</summary>
internal sealed class WatchedStore : IMessageStore, WatchedStore.IThirdPartyFeature
{
    private readonly IMessageStore _inner;
    private readonly List<string> _calls = [];

    private WatchedStore(IMessageStore inner) => _inner = inner;

    /// <summary>An ability that decorators cannot know.</summary>
    internal interface IThirdPartyFeature;

    /// <summary>What was called, in order; a dispose after the first leaves no note.</summary>
    public IReadOnlyList<string> Calls => _calls;

    /// <summary>Wraps a store, which belongs to the wrapper from then on.</summary>
    public static WatchedStore Around(IMessageStore inner) => new(inner);

    public bool IsDurable => _inner.IsDurable;

    public IMessageAppender Appender => _inner.Appender;

    public IMessageReader Reader => _inner.Reader;

    public IStoreHealth Health => _inner.Health;

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _calls.Add("start");
        return _inner.StartAsync(cancellationToken);
    }

    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _calls.Add("stop");
        return _inner.StopAsync(cancellationToken);
    }

    public TFeature? GetFeature<TFeature>()
        where TFeature : class
        => this as TFeature ?? _inner.GetFeature<TFeature>();

    public ValueTask DisposeAsync()
    {
        if (!_calls.Contains("dispose")) _calls.Add("dispose");
        return _inner.DisposeAsync();
    }
}
