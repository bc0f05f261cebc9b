namespace PluggableMQ.Abstractions.Plugins;

/// <summary>What a host is.</summary>
[Flags]
public enum HostRole
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A NameServer.</summary>
    NameServer = 1,

    /// <summary>A broker.</summary>
    Broker = 2,

    /// <summary>A producer, a consumer or a tool.</summary>
    Client = 4,
}
