using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of UNREGISTER_BROKER (104).</summary>
public sealed class UnregisterBrokerRequestHeader : IFrameHeader<UnregisterBrokerRequestHeader>
{
    /// <summary>The broker's name.</summary>
    public required string BrokerName { get; init; }

    /// <summary>The broker's address, <c>ip:port</c>.</summary>
    public required string BrokerAddress { get; init; }

    /// <summary>The cluster's name.</summary>
    public required string ClusterName { get; init; }

    /// <summary>0 for a master, above for slaves.</summary>
    public required long BrokerId { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out UnregisterBrokerRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new UnregisterBrokerRequestHeader
        {
            BrokerName = reader.RequiredString("brokerName"u8),
            BrokerAddress = reader.RequiredString("brokerAddr"u8),
            ClusterName = reader.RequiredString("clusterName"u8),
            BrokerId = reader.RequiredInt64("brokerId"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("brokerName"u8, BrokerName);
        fields.Add("brokerAddr"u8, BrokerAddress);
        fields.Add("clusterName"u8, ClusterName);
        fields.Add("brokerId"u8, BrokerId);
    }
}
