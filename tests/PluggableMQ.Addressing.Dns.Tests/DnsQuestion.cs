using System.Buffers.Binary;
using System.Text;

namespace PluggableMQ.Addressing.Dns.Tests;

/// <summary>A query as it came in.</summary>
internal sealed class DnsQuestion
{
    public const ushort A = 1;
    public const ushort Aaaa = 28;
    public const ushort Srv = 33;

    private const int HeaderLength = 12;

    public DnsQuestion(byte[] message, bool isTcp)
    {
        IsTcp = isTcp;
        Id = BinaryPrimitives.ReadUInt16BigEndian(message);
        var position = HeaderLength;
        var labels = new List<string>();
        while (message[position] != 0)
        {
            labels.Add(Encoding.ASCII.GetString(message, position + 1, message[position]));
            position += message[position] + 1;
        }

        Name = string.Join('.', labels);
        Type = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(position + 1));
        Section = message[HeaderLength..(position + 5)];
    }

    public ushort Id { get; }

    public bool IsTcp { get; }

    public string Name { get; }

    public ushort Type { get; }

    /// <summary>The question section, which an answer repeats.</summary>
    public byte[] Section { get; }
}
