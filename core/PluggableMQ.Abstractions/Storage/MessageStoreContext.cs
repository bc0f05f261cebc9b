using Microsoft.Extensions.Logging;

namespace PluggableMQ.Abstractions.Storage;

/// <summary>What a message store is made with.</summary>
public sealed class MessageStoreContext
{
    /// <summary>The store's root directory (<c>storePathRootDir</c>). The broker keeps its own files in <c>config/</c> below it.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>The delays of the delay levels, level 1 first (<c>messageDelayLevel</c>).</summary>
    public required IReadOnlyList<TimeSpan> DelayLevels { get; init; }

    /// <summary>The largest body in bytes (<c>maxMessageSize</c>, 4 MiB).</summary>
    public required int MaxMessageSize { get; init; }

    /// <summary>Who is told of new messages.</summary>
    public required IMessageArrivalListener ArrivalListener { get; init; }

    /// <summary>The host's clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The host's logging.</summary>
    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>Called when a background task of the store fails for good: the broker then stops loudly.</summary>
    public required Action<Exception> OnFatal { get; init; }
}

/// <summary>What a store decorator is made with.</summary>
/// <param name="Inner">The store that it wraps. The decorator starts, stops and disposes it.</param>
/// <param name="Store">What the innermost store was made with.</param>
public sealed record StoreDecoratorContext(IMessageStore Inner, MessageStoreContext Store);
