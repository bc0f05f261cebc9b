namespace PluggableMQ.Abstractions.Storage;

/// <summary>How a store is. Cheap to ask, from any thread.</summary>
public interface IStoreHealth
{
    /// <summary>Whether messages can be appended.</summary>
    bool IsWritable { get; }

    /// <summary>Why messages cannot be appended, or null.</summary>
    string? NotWritableReason { get; }

    /// <summary>Whether appends wait too long for the page cache, so that senders should be told to slow down.</summary>
    bool IsPageCacheBusy { get; }

    /// <summary>Bytes of the log that queues and index do not hold yet.</summary>
    long DispatchBehindBytes { get; }

    /// <summary>Adds what <c>GET_BROKER_RUNTIME_INFO</c> (28) shows of the store, under RocketMQ's names (<c>commitLogMaxOffset</c>, ...).</summary>
    /// <param name="info">Receives names and values.</param>
    void CollectRuntimeInfo(IDictionary<string, string> info);
}
