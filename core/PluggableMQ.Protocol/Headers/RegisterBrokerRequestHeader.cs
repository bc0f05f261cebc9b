using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of REGISTER_BROKER (103).</summary>
public sealed class RegisterBrokerRequestHeader : IFrameHeader<RegisterBrokerRequestHeader>
{
    /// <summary>The broker's name.</summary>
    public required string BrokerName { get; init; }

    /// <summary>The broker's address, <c>ip:port</c>.</summary>
    public required string BrokerAddress { get; init; }

    /// <summary>The cluster's name.</summary>
    public required string ClusterName { get; init; }

    /// <summary>The address for slaves, <c>ip:port</c>.</summary>
    public required string HaServerAddress { get; init; }

    /// <summary>0 for a master, above for slaves.</summary>
    public required long BrokerId { get; init; }

    /// <summary>Whether the body is compressed.</summary>
    public bool Compressed { get; init; }

    /// <summary>The CRC-32 of the body without its highest bit; 0 when not computed.</summary>
    public int BodyCrc32 { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out RegisterBrokerRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new RegisterBrokerRequestHeader
        {
            BrokerName = reader.RequiredString("brokerName"u8),
            BrokerAddress = reader.RequiredString("brokerAddr"u8),
            ClusterName = reader.RequiredString("clusterName"u8),
            HaServerAddress = reader.RequiredString("haServerAddr"u8),
            BrokerId = reader.RequiredInt64("brokerId"u8),
            Compressed = reader.Boolean("compressed"u8),
            BodyCrc32 = reader.OptionalInt32("bodyCrc32"u8) ?? 0,
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("brokerName"u8, BrokerName);
        fields.Add("brokerAddr"u8, BrokerAddress);
        fields.Add("clusterName"u8, ClusterName);
        fields.Add("haServerAddr"u8, HaServerAddress);
        fields.Add("brokerId"u8, BrokerId);
        fields.Add("compressed"u8, Compressed);
        fields.Add("bodyCrc32"u8, BodyCrc32);
    }
}
