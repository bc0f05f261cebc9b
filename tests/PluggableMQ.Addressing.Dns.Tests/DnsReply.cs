using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace PluggableMQ.Addressing.Dns.Tests;

/// <summary>Writes an answer (RFC 1035).</summary>
internal sealed class DnsReply(DnsQuestion question)
{
    private const ushort ClassIn = 1;
    // A pointer to the question's name, right behind the header.
    private static readonly byte[] QuestionName = [0xC0, 12];

    private readonly List<byte> _answers = [];
    private readonly List<byte> _additionals = [];
    private ushort _answerCount;
    private ushort _additionalCount;

    public int ResponseCode { get; init; }

    public bool IsTruncated { get; init; }

    /// <summary>A label that follows the question's name, so that a target can be written as label and pointer: the offset counts from the name's first label.</summary>
    public static byte[] Compressed(string label, int offsetInName) => [(byte)label.Length, .. Encoding.ASCII.GetBytes(label), 0xC0, (byte)(12 + offsetInName)];

    public static byte[] Name(string name)
    {
        var bytes = new List<byte>();
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }

        return [.. bytes, 0];
    }

    public DnsReply Address(string ip)
    {
        Write(_answers, QuestionName, IPAddress.Parse(ip));
        _answerCount++;
        return this;
    }

    public DnsReply AlsoAddress(string name, string ip)
    {
        Write(_additionals, Name(name), IPAddress.Parse(ip));
        _additionalCount++;
        return this;
    }

    public DnsReply Service(int priority, int weight, int port, string target) => Service(priority, weight, port, Name(target));

    public DnsReply Service(int priority, int weight, int port, byte[] target)
    {
        var data = new byte[6 + target.Length];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)priority);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)weight);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), (ushort)port);
        target.CopyTo(data, 6);
        Write(_answers, QuestionName, DnsQuestion.Srv, data);
        _answerCount++;
        return this;
    }

    public byte[] ToArray()
    {
        var header = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(header, question.Id);
        // A response, recursion desired and available.
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(0x8180 | (IsTruncated ? 0x0200 : 0) | ResponseCode));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), _answerCount);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), _additionalCount);
        return [.. header, .. question.Section, .. _answers, .. _additionals];
    }

    private static void Write(List<byte> section, byte[] name, IPAddress address)
    {
        var data = address.GetAddressBytes();
        Write(section, name, data.Length == 4 ? DnsQuestion.A : DnsQuestion.Aaaa, data);
    }

    private static void Write(List<byte> section, byte[] name, ushort type, byte[] data)
    {
        var fixedPart = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart, type);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.AsSpan(2), ClassIn);
        BinaryPrimitives.WriteUInt32BigEndian(fixedPart.AsSpan(4), 60);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.AsSpan(8), (ushort)data.Length);
        section.AddRange(name);
        section.AddRange(fixedPart);
        section.AddRange(data);
    }
}
