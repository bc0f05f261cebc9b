using System.Buffers.Text;
using System.Text;
using PluggableMQ.Protocol;

namespace PluggableMQ.StoreDecorators.Encryption.Reading;

/// <summary>Says which master key a record needs; for messages to people.</summary>
internal static class RecordKey
{
    /// <summary>The key's id, or <c>?</c>.</summary>
    public static string GetId(ReadOnlySpan<byte> record)
    {
        if (!MessageCodec.TryReadHeader(record, out var header)) return "?";
        Span<byte> bytes = stackalloc byte[Envelope.MaxLength];
        scoped var source = header.GetBody(record);
        if ((header.SysFlag & StoredForm.EnvelopeInProperties) != 0)
        {
            if (!PropertiesCodec.TryGet(header.GetProperties(record), StoredForm.PropertyName, out var text)) return "?";
            Base64.DecodeFromUtf8(text, bytes, out _, out var written);
            source = bytes[..written];
        }

        return Envelope.TryRead(source, out var envelope) ? Encoding.UTF8.GetString(envelope.MasterId) : "?";
    }
}
