using System.Buffers;
using System.Net;
using System.Text;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Testing.Storage;

/// <summary>Makes messages, short.</summary>
public static class TestMessage
{
    public static readonly IPEndPoint BornHost = new(IPAddress.Parse("10.1.2.3"), 40000);

    public static readonly IPEndPoint StoreHost = new(IPAddress.Parse("10.9.8.7"), 10911);

    /// <summary>A message.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="queueId">The queue.</param>
    /// <param name="body">The body as text.</param>
    /// <param name="properties">Names and values, by turns.</param>
    public static MessageRecord Make(string topic, int queueId, string body, params string[] properties)
        => Make(topic, queueId, Encoding.UTF8.GetBytes(body), properties);

    /// <inheritdoc cref="Make(string, int, string, string[])"/>
    public static MessageRecord Make(string topic, int queueId, byte[] body, params string[] properties) => new()
    {
        Topic = topic,
        QueueId = queueId,
        BornHost = BornHost,
        StoreHost = StoreHost,
        BornTimestamp = 1_700_000_000_000,
        Body = new ReadOnlySequence<byte>(body),
        Properties = Encoding.UTF8.GetBytes(string.Join('\u0002', properties.Chunk(2).Select(pair => pair[0] + '\u0001' + pair[1]))),
        WaitForFlush = true,
    };

    /// <summary>A message with a transaction type.</summary>
    public static MessageRecord MakeTransactional(string topic, int queueId, string body, int type)
    {
        var message = Make(topic, queueId, body);
        message.SysFlag = type;
        return message;
    }
}
