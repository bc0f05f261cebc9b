using System.Buffers.Binary;
using System.Text;

namespace PluggableMQ.Protocol;

/// <summary>RocketMQ's binary header (<c>RocketMQSerializable</c>).</summary>
internal static class BinaryHeader
{
    private const int FixedLength = 21;

    /// <summary>An upper bound of the header's length.</summary>
    public static int GetMaxLength(RemotingCommand command)
        => FixedLength + (command.Remark is { } remark ? Encoding.UTF8.GetMaxByteCount(remark.Length) : 0)
            + command.Fields.AllBytes.Length + (command.Fields.Count * 6);

    /// <summary>Writes the header and returns its length.</summary>
    public static int Write(RemotingCommand command, Span<byte> target)
    {
        if (command.Code is < short.MinValue or > short.MaxValue)
        {
            throw new ArgumentException(
                $"Code {command.Code} does not fit the binary header's 16 bits; send this command with the JSON header.", nameof(command));
        }

        BinaryPrimitives.WriteInt16BigEndian(target, (short)command.Code);
        target[2] = (byte)command.Language;
        BinaryPrimitives.WriteInt16BigEndian(target[3..], (short)command.Version);
        BinaryPrimitives.WriteInt32BigEndian(target[5..], command.Opaque);
        BinaryPrimitives.WriteInt32BigEndian(target[9..], command.Flag);
        var remarkLength = command.Remark is { } remark ? Encoding.UTF8.GetBytes(remark, target[17..]) : 0;
        BinaryPrimitives.WriteInt32BigEndian(target[13..], remarkLength);
        var position = 17 + remarkLength;
        var start = position + 4;
        var at = start;
        var fields = command.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            var name = fields.GetName(i);
            var value = fields.GetValue(i);
            if (name.Length > short.MaxValue) throw new ArgumentException("A field's name is longer than the binary header allows.", nameof(command));
            BinaryPrimitives.WriteInt16BigEndian(target[at..], (short)name.Length);
            name.CopyTo(target[(at + 2)..]);
            at += 2 + name.Length;
            BinaryPrimitives.WriteInt32BigEndian(target[at..], value.Length);
            value.CopyTo(target[(at + 4)..]);
            at += 4 + value.Length;
        }

        BinaryPrimitives.WriteInt32BigEndian(target[position..], at - start);
        return at;
    }

    /// <summary>Reads the header; returns what is wrong with it, or null.</summary>
    public static string? Read(ReadOnlySpan<byte> header, RemotingCommand command)
    {
        if (header.Length < FixedLength) return $"binary header of {header.Length} bytes is shorter than {FixedLength}";
        command.Code = BinaryPrimitives.ReadInt16BigEndian(header);
        command.Language = header[2] <= (byte)LanguageCode.NodeJs ? (LanguageCode)header[2] : LanguageCode.Other;
        command.Version = BinaryPrimitives.ReadInt16BigEndian(header[3..]);
        command.Opaque = BinaryPrimitives.ReadInt32BigEndian(header[5..]);
        command.Flag = BinaryPrimitives.ReadInt32BigEndian(header[9..]);
        var remarkLength = BinaryPrimitives.ReadInt32BigEndian(header[13..]);
        if (remarkLength < 0 || remarkLength > header.Length - FixedLength) return $"remark length {remarkLength} exceeds the header";
        if (remarkLength > 0) command.Remark = Encoding.UTF8.GetString(header.Slice(17, remarkLength));
        var rest = header[(17 + remarkLength)..];
        var fieldsLength = BinaryPrimitives.ReadInt32BigEndian(rest);
        if (fieldsLength < 0 || fieldsLength > rest.Length - 4) return $"fields length {fieldsLength} exceeds the header";
        rest = rest.Slice(4, fieldsLength);
        while (!rest.IsEmpty)
        {
            if (rest.Length < 2) return "a field's name length is cut off";
            var nameLength = BinaryPrimitives.ReadInt16BigEndian(rest);
            if (nameLength < 0 || nameLength > rest.Length - 6) return $"field name length {nameLength} exceeds the header";
            var name = rest.Slice(2, nameLength);
            rest = rest[(2 + nameLength)..];
            var valueLength = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (valueLength < 0 || valueLength > rest.Length - 4) return $"field value length {valueLength} exceeds the header";
            if (command.Fields.Count == HeaderFields.MaxReceivedCount) return $"more than {HeaderFields.MaxReceivedCount} fields";
            // An empty value reads as null in Java, which is as good as absent.
            if (valueLength > 0) command.Fields.Add(name, rest.Slice(4, valueLength));
            rest = rest[(4 + valueLength)..];
        }

        return null;
    }
}
