using System.Buffers;
using System.Net;
using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>Makes stored records.</summary>
internal static class Records
{
    /// <summary>One record.</summary>
    public static byte[] Make(string body, long queueOffset, string properties = "", string topic = "T", int sysFlag = 0, long storeTimestamp = 2, long physicalOffset = 1024)
    {
        var record = new MessageRecord
        {
            Topic = topic,
            Body = new ReadOnlySequence<byte>((sysFlag & 1) != 0 ? MessageCompression.Compress(Encoding.UTF8.GetBytes(body)) : Encoding.UTF8.GetBytes(body)),
            Properties = Encoding.UTF8.GetBytes(properties.Replace('=', '\u0001').Replace(';', '\u0002')),
            SysFlag = sysFlag,
            BornTimestamp = 1,
            BornHost = new IPEndPoint(IPAddress.Loopback, 5000),
            StoreHost = new IPEndPoint(IPAddress.Loopback, 10911),
        };
        var bytes = new byte[MessageCodec.GetEncodedLength(record)];
        MessageCodec.Write(record, queueOffset, physicalOffset, storeTimestamp, bytes);
        return bytes;
    }
}
