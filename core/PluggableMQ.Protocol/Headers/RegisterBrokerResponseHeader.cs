using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to REGISTER_BROKER (103).</summary>
public sealed class RegisterBrokerResponseHeader : IFrameHeader<RegisterBrokerResponseHeader>
{
    /// <summary>The master's address for slaves; null at a master.</summary>
    public string? HaServerAddress { get; init; }

    /// <summary>The master's address; null at a master.</summary>
    public string? MasterAddress { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out RegisterBrokerResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new RegisterBrokerResponseHeader
        {
            HaServerAddress = reader.OptionalString("haServerAddr"u8),
            MasterAddress = reader.OptionalString("masterAddr"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.MarkPresent();
        fields.Add("haServerAddr"u8, HaServerAddress);
        fields.Add("masterAddr"u8, MasterAddress);
    }
}
