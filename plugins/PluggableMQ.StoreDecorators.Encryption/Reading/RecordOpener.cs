using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using PluggableMQ.Protocol;
using PluggableMQ.StoreDecorators.Encryption.Keys;

namespace PluggableMQ.StoreDecorators.Encryption.Reading;

/// <summary>Makes the record that the broker would have stored of the one that lies in the store. Thread-safe.</summary>
internal sealed class RecordOpener(KeyRing keys)
{
    /// <summary>Whether a record is encrypted.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> record)
        => record.Length >= MessageCodec.FixedLength && (BinaryPrimitives.ReadInt32BigEndian(record[MessageCodec.SysFlagPosition..]) & StoredForm.Bits) != 0;

    /// <summary>Decrypts a record.</summary>
    /// <param name="record">A record that is encrypted.</param>
    /// <param name="target">At least as long.</param>
    /// <param name="length">How long it is decrypted: the same, but for an envelope in the body.</param>
    /// <returns>Why it cannot be read.</returns>
    public Unreadable Open(ReadOnlySpan<byte> record, Span<byte> target, out int length)
    {
        length = 0;
        if (!MessageCodec.TryReadHeader(record, out var header)) return Unreadable.Tampered;
        Span<byte> text = stackalloc byte[Envelope.MaxLength];
        var body = header.GetBody(record);
        var properties = header.GetProperties(record);
        scoped Envelope envelope;
        switch (header.SysFlag & StoredForm.Bits)
        {
            case StoredForm.EnvelopeInBody:
                if (!Envelope.TryRead(body, out envelope)) return Unreadable.Tampered;
                body = body[envelope.Length..];
                break;
            case StoredForm.EnvelopeInProperties:
                if (!TryReadProperty(ref properties, text, out var written) || !Envelope.TryRead(text[..written], out envelope)) return Unreadable.Tampered;
                break;
            default:
                return Unreadable.Tampered;
        }

        var problem = keys.Find(envelope, out var key);
        if (problem != Unreadable.No) return problem;
        length = record.Length - (header.BodyLength - body.Length);
        return Decrypt(key!, envelope, header, record, body, properties, target[..length]) ? Unreadable.No : Unreadable.Tampered;
    }

    // The envelope is the last property; what comes before it is what it was bound to.
    private static bool TryReadProperty(ref ReadOnlySpan<byte> properties, scoped Span<byte> target, out int written)
    {
        written = 0;
        if (!PropertiesCodec.TryGet(properties, StoredForm.PropertyName, out var text)) return false;
        var start = properties.Length - text.Length - 1 - StoredForm.PropertyName.Length;
        if (start < 0 || !properties[start..].StartsWith(StoredForm.PropertyName) || text.Length > Base64.GetMaxEncodedToUtf8Length(target.Length)) return false;
        properties = properties[..start];
        return Base64.DecodeFromUtf8(text, target, out _, out written) == OperationStatus.Done;
    }

    private static bool Decrypt(
        DataKey key, in Envelope envelope, in StoredMessageHeader header, ReadOnlySpan<byte> record, ReadOnlySpan<byte> body, ReadOnlySpan<byte> properties, Span<byte> target)
    {
        var topic = header.GetTopic(record);
        var associatedLength = StoredForm.GetAssociatedLength(topic.Length, properties.Length);
        var associated = ArrayPool<byte>.Shared.Rent(associatedLength);
        StoredForm.WriteAssociated(
            associated, header.SysFlag, header.Flag, header.QueueId, header.ReconsumeTimes, header.BornTimestamp, header.PreparedTransactionOffset, topic, properties);
        record[..header.BodyStart].CopyTo(target);
        var plain = target.Slice(header.BodyStart, body.Length);
        var isFine = key.TryDecrypt(body, associated.AsSpan(0, associatedLength), envelope.Nonce, envelope.Tag, plain);
        ArrayPool<byte>.Shared.Return(associated);
        if (!isFine) return false;
        record[(header.BodyStart + header.BodyLength)..].CopyTo(target[(header.BodyStart + body.Length)..]);
        BinaryPrimitives.WriteInt32BigEndian(target, target.Length);
        BinaryPrimitives.WriteInt32BigEndian(target[8..], Crc32.ComputeMasked(plain));
        BinaryPrimitives.WriteInt32BigEndian(target[MessageCodec.SysFlagPosition..], header.SysFlag & ~StoredForm.Bits);
        BinaryPrimitives.WriteInt32BigEndian(target[(header.BodyStart - 4)..], body.Length);
        return true;
    }
}
