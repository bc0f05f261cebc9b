namespace PluggableMQ.Addressing.Dns;

/// <summary>Which records are asked for.</summary>
public enum DnsRecordType
{
    /// <summary>SRV for a name that begins with '_', else addresses (<c>auto</c>).</summary>
    Auto = 0,

    /// <summary>SRV records (<c>srv</c>).</summary>
    Srv = 1,

    /// <summary>A and AAAA records (<c>address</c>).</summary>
    Address = 2,
}
