using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Testing.Storage;

/// <summary>
/// Passes all on to a store, and notes when it is started, stopped and disposed. Its records are lent: their memory is overwritten when
/// they are given back. How it is and what it says of itself can be set, so that a test sees whether a decorator passes it on.
/// </summary>
internal sealed class WatchedStore : IMessageStore, WatchedStore.IThirdPartyFeature
{
    /// <summary>What <see cref="IStoreHealth.CollectRuntimeInfo"/> adds under its own name.</summary>
    public const string InfoKey = "watchedStore";

    private readonly IMessageStore _inner;
    private readonly List<string> _calls = [];

    private WatchedStore(IMessageStore inner, bool? isDurable)
    {
        _inner = inner;
        IsDurable = isDurable ?? inner.IsDurable;
        Lending = new LendingReader(inner.Reader);
        Settable = new SettableHealth(inner.Health);
    }

    /// <summary>An ability that decorators cannot know.</summary>
    internal interface IThirdPartyFeature;

    /// <summary>What was called, in order; a dispose after the first leaves no note.</summary>
    public IReadOnlyList<string> Calls => _calls;

    /// <summary>What its records are read with.</summary>
    public LendingReader Lending { get; }

    /// <summary>How it is.</summary>
    public SettableHealth Settable { get; }

    public bool IsDurable { get; }

    public IMessageAppender Appender => _inner.Appender;

    public IMessageReader Reader => Lending;

    public IStoreHealth Health => Settable;

    /// <summary>Wraps a store, which belongs to the wrapper from then on.</summary>
    /// <param name="inner">The store.</param>
    /// <param name="isDurable">What it says of itself; null for what the inner one says.</param>
    public static WatchedStore Around(IMessageStore inner, bool? isDurable = null) => new(inner, isDurable);

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

    /// <summary>The inner store's health, until a test says something else.</summary>
    internal sealed class SettableHealth(IStoreHealth inner) : IStoreHealth
    {
        /// <summary>Why nothing can be appended; null for what the inner store says.</summary>
        public string? Refusal { get; set; }

        /// <summary>Whether it is busy, whatever the inner store says.</summary>
        public bool IsBusy { get; set; }

        /// <summary>How far queues and index are behind, on top of what the inner store says.</summary>
        public long BehindBytes { get; set; }

        public bool IsWritable => Refusal is null && inner.IsWritable;

        public string? NotWritableReason => Refusal ?? inner.NotWritableReason;

        public bool IsPageCacheBusy => IsBusy || inner.IsPageCacheBusy;

        public long DispatchBehindBytes => BehindBytes + inner.DispatchBehindBytes;

        public void CollectRuntimeInfo(IDictionary<string, string> info)
        {
            inner.CollectRuntimeInfo(info);
            info[InfoKey] = "yes";
        }
    }
}
