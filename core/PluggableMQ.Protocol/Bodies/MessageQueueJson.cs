using System.Buffers;

using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>Queues in bodies: as values, and as the keys of maps, which Java writes as objects.</summary>
internal static class MessageQueueJson
{
    /// <summary>Reads a queue, or null.</summary>
    public static MessageQueue? ReadOrNull(ref FastJsonReader reader) => reader.TryReadNull() ? null : Read(ref reader);

    /// <summary>Reads a list of queues; nulls in it are left out, and a null is an empty list.</summary>
    public static List<MessageQueue> ReadList(ref FastJsonReader reader)
    {
        var result = new List<MessageQueue>();
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginArray(); reader.NextItem(resume);)
        {
            if (ReadOrNull(ref reader) is { } queue) result.Add(queue);
        }

        return result;
    }

    /// <summary>Reads a map from queues to objects; nulls in it are left out, and a null is an empty map.</summary>
    public static Dictionary<MessageQueue, T> ReadMap<T>(ref FastJsonReader reader)
        where T : class, IFastJsonBody<T>
    {
        var result = new Dictionary<MessageQueue, T>();
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var queue = ReadKey(ref reader);
            if (BodyCodec.ReadOrNull<T>(ref reader) is { } value) result[queue] = value;
        }

        return result;
    }

    /// <summary>Reads a map from queues to offsets; a null is an empty map.</summary>
    public static Dictionary<MessageQueue, long> ReadOffsets(ref FastJsonReader reader)
    {
        var result = new Dictionary<MessageQueue, long>();
        if (reader.TryReadNull()) return result;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            var queue = ReadKey(ref reader);
            result[queue] = reader.ReadInt64();
        }

        return result;
    }

    /// <summary>Writes a member with a queue; a null is left out.</summary>
    public static void WriteQueue(this FastJsonWriter writer, ReadOnlySpan<byte> name, MessageQueue? queue)
    {
        if (queue is null) return;
        writer.WriteName(name);
        writer.WriteQueueValue(queue);
    }

    /// <summary>Writes a member with a list of queues.</summary>
    public static void WriteQueues(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<MessageQueue> queues)
    {
        writer.WriteName(name);
        writer.WriteStartArray();
        foreach (var queue in queues) writer.WriteQueueValue(queue);
        writer.WriteEndArray();
    }

    /// <summary>Writes a member with a map from queues to objects.</summary>
    public static void WriteQueueMap<T>(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<MessageQueue, T>> map)
        where T : class, IFastJsonBody<T>
    {
        var key = new ArrayBufferWriter<byte>();
        writer.WriteName(name);
        writer.WriteStartObject();
        foreach (var (queue, value) in map)
        {
            writer.WriteQueueName(queue, key);
            value.Write(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes a member with a map from queues to offsets.</summary>
    public static void WriteQueueOffsets(this FastJsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<MessageQueue, long>> map)
    {
        writer.WriteName(name);
        writer.WriteQueueOffsetsValue(map);
    }

    /// <summary>Writes a map from queues to offsets.</summary>
    public static void WriteQueueOffsetsValue(this FastJsonWriter writer, IEnumerable<KeyValuePair<MessageQueue, long>> map)
    {
        var key = new ArrayBufferWriter<byte>();
        writer.WriteStartObject();
        foreach (var (queue, offset) in map)
        {
            writer.WriteQueueName(queue, key);
            writer.WriteNumberValue(offset);
        }

        writer.WriteEndObject();
    }

    private static MessageQueue ReadKey(ref FastJsonReader reader)
    {
        var key = reader.KeyReader();
        var queue = Read(ref key);
        key.ExpectEnd();
        return queue;
    }

    private static MessageQueue Read(ref FastJsonReader reader)
    {
        string topic = "", brokerName = "";
        var queueId = 0;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("topic"u8)) topic = reader.ReadString() ?? "";
            else if (reader.Is("brokerName"u8)) brokerName = reader.ReadString() ?? "";
            else if (reader.Is("queueId"u8)) queueId = reader.ReadInt32();
            else reader.Skip();
        }

        return new MessageQueue(topic, brokerName, queueId);
    }

    private static void WriteQueueName(this FastJsonWriter writer, MessageQueue queue, ArrayBufferWriter<byte> key)
    {
        key.ResetWrittenCount();
        new FastJsonWriter(key, FastJsonFormat.Java).WriteQueueValue(queue);
        writer.WriteObjectName(key.WrittenSpan);
    }

    private static void WriteQueueValue(this FastJsonWriter writer, MessageQueue queue)
    {
        writer.WriteStartObject();
        writer.WriteString("brokerName"u8, queue.BrokerName);
        writer.WriteNumber("queueId"u8, queue.QueueId);
        writer.WriteString("topic"u8, queue.Topic);
        writer.WriteEndObject();
    }
}
