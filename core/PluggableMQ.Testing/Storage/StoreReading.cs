using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;

namespace PluggableMQ.Testing.Storage;

/// <summary>Reads, short.</summary>
public static class StoreReading
{
    public static MessageReadResult Read(this IMessageStore store, string topic, int queueId, long offset, int maxCount = 32, IMessageFilter? filter = null)
    {
        var result = new MessageReadResult();
        store.Reader.Read(new MessageReadRequest { Topic = topic, QueueId = queueId, QueueOffset = offset, MaxCount = maxCount, Filter = filter }, result);
        return result;
    }

    public static List<string> Bodies(this MessageReadResult result)
    {
        var bodies = new List<string>();
        foreach (var entry in result.Entries) bodies.Add(Encoding.UTF8.GetString(MessageCodec.Decode(entry.Record.Span, decompress: false).Body.Span));
        return bodies;
    }

    /// <summary>All bodies of a queue, read as a consumer does.</summary>
    public static List<string> ReadAll(this IMessageStore store, string topic, int queueId)
    {
        var bodies = new List<string>();
        var offset = Math.Max(0, store.Reader.GetMinOffset(topic, queueId));
        while (true)
        {
            using var result = store.Read(topic, queueId, offset);
            if (result.Status is MessageReadStatus.OffsetOverflowOne or MessageReadStatus.NoMessageInQueue or MessageReadStatus.NoMatchedLogicQueue) return bodies;
            Assert.Equal(MessageReadStatus.Found, result.Status);
            Assert.True(result.NextBeginOffset > offset);
            bodies.AddRange(result.Bodies());
            offset = result.NextBeginOffset;
        }
    }

    public static MessageExt? DecodeAt(this IMessageStore store, long physicalOffset)
    {
        using var result = new MessageReadResult();
        return store.Reader.TryReadAt(physicalOffset, result) ? MessageCodec.Decode(result.Entries[0].Record.Span, decompress: false) : null;
    }

    /// <summary>The message ids that a key finds.</summary>
    public static List<long> Query(this IMessageStore store, string topic, string key, int maxCount = 64, long begin = 0, long end = long.MaxValue)
    {
        store.WaitUntilIndexed();
        var offsets = new List<long>();
        store.GetFeature<IMessageIndex>()!.Query(topic, key, maxCount, begin, end, offsets);
        return offsets;
    }

    public static void WaitUntilIndexed(this IMessageStore store)
        => Assert.True(SpinWait.SpinUntil(() => store.Health.DispatchBehindBytes == 0, TimeSpan.FromMinutes(1)), "The index does not follow.");

    /// <summary>Appends and expects it to be stored.</summary>
    public static AppendResult Put(this IMessageStore store, in MessageRecord message)
    {
        var result = store.Appender.AppendAsync(message).AsTask().GetAwaiter().GetResult();
        Assert.Equal(AppendStatus.Ok, result.Status);
        return result;
    }

    public static AppendResult Put(this IMessageStore store, string topic, int queueId, string body, params string[] properties)
        => store.Put(TestMessage.Make(topic, queueId, body, properties));
}
