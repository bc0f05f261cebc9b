using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of WIPE_WRITE_PERM_OF_BROKER (205) and ADD_WRITE_PERM_OF_BROKER (327).</summary>
public sealed class BrokerWritePermissionRequestHeader : IFrameHeader<BrokerWritePermissionRequestHeader>
{
    /// <summary>The broker's name.</summary>
    public required string BrokerName { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out BrokerWritePermissionRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new BrokerWritePermissionRequestHeader
        {
            BrokerName = reader.RequiredString("brokerName"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("brokerName"u8, BrokerName);
    }
}
