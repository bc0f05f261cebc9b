using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to REGISTER_BROKER (103).</summary>
public sealed class RegisterBrokerResponseHeader
{
    /// <summary>The master's address for slaves; null at a master.</summary>
    public string? HaServerAddress { get; init; }

    /// <summary>The master's address; null at a master.</summary>
    public string? MasterAddress { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, [NotNullWhen(true)] out RegisterBrokerResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new RegisterBrokerResponseHeader
        {
            HaServerAddress = reader.OptionalString("haServerAddr"u8),
            MasterAddress = reader.OptionalString("masterAddr"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public void Write(HeaderFields fields)
    {
        fields.MarkPresent();
        fields.Add("haServerAddr"u8, HaServerAddress);
        fields.Add("masterAddr"u8, MasterAddress);
    }
}
