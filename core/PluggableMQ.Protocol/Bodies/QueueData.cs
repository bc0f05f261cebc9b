using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A topic's queues on one broker (<c>QueueData</c>).</summary>
public sealed class QueueData : IFastJsonBody<QueueData>
{
    /// <summary>The broker.</summary>
    public string BrokerName { get; set; } = "";

    /// <summary>How many queues consumers read.</summary>
    public int ReadQueueNums { get; set; }

    /// <summary>How many queues producers write.</summary>
    public int WriteQueueNums { get; set; }

    /// <summary>Permission bits: 4 read, 2 write, 1 inherit.</summary>
    public int Perm { get; set; }

    /// <summary>Bit 0 unit, bit 1 unit-sub.</summary>
    public int TopicSysFlag { get; set; }

    static QueueData IFastJsonBody<QueueData>.Read(ref FastJsonReader reader)
    {
        var result = new QueueData();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("brokerName"u8)) result.BrokerName = reader.ReadString() ?? "";
            else if (reader.Is("readQueueNums"u8)) result.ReadQueueNums = reader.ReadInt32();
            else if (reader.Is("writeQueueNums"u8)) result.WriteQueueNums = reader.ReadInt32();
            else if (reader.Is("perm"u8)) result.Perm = reader.ReadInt32();
            else if (reader.Is("topicSysFlag"u8)) result.TopicSysFlag = reader.ReadInt32();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<QueueData>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("brokerName"u8, BrokerName);
        writer.WriteNumber("perm"u8, Perm);
        writer.WriteNumber("readQueueNums"u8, ReadQueueNums);
        writer.WriteNumber("topicSysFlag"u8, TopicSysFlag);
        writer.WriteNumber("writeQueueNums"u8, WriteQueueNums);
        writer.WriteEndObject();
    }
}
