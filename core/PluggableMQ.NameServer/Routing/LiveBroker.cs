using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.Routing;

/// <summary>A broker that is known to be alive (<c>BrokerLiveInfo</c>). Immutable but for the time, which data-version queries refresh as well.</summary>
internal sealed class LiveBroker(long timestamp, DataVersion dataVersion, object owner, string haServerAddress)
{
    private long _lastSeen = timestamp;

    public DataVersion DataVersion { get; } = dataVersion;

    public object Owner { get; } = owner;

    public string HaServerAddress { get; } = haServerAddress;

    /// <summary>The clock's timestamp of the last sign of life.</summary>
    public long LastSeen => Volatile.Read(ref _lastSeen);

    public void Touch(long timestamp) => Volatile.Write(ref _lastSeen, timestamp);
}
