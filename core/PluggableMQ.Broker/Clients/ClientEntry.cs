using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>One client of a group, known by its connection (<c>ClientChannelInfo</c>).</summary>
internal sealed class ClientEntry
{
    private long _lastSeen;

    public ClientEntry(RemotingConnection connection, string clientId, LanguageCode language, int version, long now)
    {
        Connection = connection;
        ClientId = clientId;
        Language = language;
        Version = version;
        _lastSeen = now;
    }

    public RemotingConnection Connection { get; }

    public string ClientId { get; }

    public LanguageCode Language { get; }

    public int Version { get; }

    /// <summary>When its last heartbeat came, in milliseconds since 1970 UTC.</summary>
    public long LastSeen
    {
        get => Volatile.Read(ref _lastSeen);
        set => Volatile.Write(ref _lastSeen, value);
    }
}
