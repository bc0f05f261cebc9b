using System.Globalization;

using PluggableMQ.Abstractions;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>How old the messages of a queue are (<c>QueueTimeSpan</c>).</summary>
public sealed class QueueTimeSpan : IFastJsonBody<QueueTimeSpan>
{
    /// <summary>The queue.</summary>
    public MessageQueue? MessageQueue { get; set; }

    /// <summary>When the first message was stored, in milliseconds since 1970.</summary>
    public long MinTimeStamp { get; set; }

    /// <summary>When the last message was stored.</summary>
    public long MaxTimeStamp { get; set; }

    /// <summary>When the message before the committed offset was stored.</summary>
    public long ConsumeTimeStamp { get; set; }

    /// <summary>How far the group is behind, in milliseconds.</summary>
    public long DelayTime { get; set; }

    /// <summary>The first time as text; see <see cref="SetTexts"/>.</summary>
    public string? MinTimeStampStr { get; set; }

    /// <summary>The last time as text.</summary>
    public string? MaxTimeStampStr { get; set; }

    /// <summary>The group's time as text.</summary>
    public string? ConsumeTimeStampStr { get; set; }

    /// <summary>Sets the three texts from the times, in Java's form <c>yyyy-MM-dd#HH:mm:ss:SSS</c>.</summary>
    /// <param name="zone">The time zone of the texts; Java takes the local one.</param>
    public void SetTexts(TimeZoneInfo zone)
    {
        MinTimeStampStr = ToText(MinTimeStamp, zone);
        MaxTimeStampStr = ToText(MaxTimeStamp, zone);
        ConsumeTimeStampStr = ToText(ConsumeTimeStamp, zone);
    }

    private static string ToText(long milliseconds, TimeZoneInfo zone)
        => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), zone)
            .ToString("yyyy-MM-dd#HH:mm:ss:fff", CultureInfo.InvariantCulture);

    static QueueTimeSpan IFastJsonBody<QueueTimeSpan>.Read(ref FastJsonReader reader)
    {
        var result = new QueueTimeSpan();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("messageQueue"u8)) result.MessageQueue = MessageQueueJson.ReadOrNull(ref reader);
            else if (reader.Is("minTimeStamp"u8)) result.MinTimeStamp = reader.ReadInt64();
            else if (reader.Is("maxTimeStamp"u8)) result.MaxTimeStamp = reader.ReadInt64();
            else if (reader.Is("consumeTimeStamp"u8)) result.ConsumeTimeStamp = reader.ReadInt64();
            else if (reader.Is("delayTime"u8)) result.DelayTime = reader.ReadInt64();
            else if (reader.Is("minTimeStampStr"u8)) result.MinTimeStampStr = reader.ReadString();
            else if (reader.Is("maxTimeStampStr"u8)) result.MaxTimeStampStr = reader.ReadString();
            else if (reader.Is("consumeTimeStampStr"u8)) result.ConsumeTimeStampStr = reader.ReadString();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<QueueTimeSpan>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("consumeTimeStamp"u8, ConsumeTimeStamp);
        writer.WriteString("consumeTimeStampStr"u8, ConsumeTimeStampStr);
        writer.WriteNumber("delayTime"u8, DelayTime);
        writer.WriteNumber("maxTimeStamp"u8, MaxTimeStamp);
        writer.WriteString("maxTimeStampStr"u8, MaxTimeStampStr);
        writer.WriteQueue("messageQueue"u8, MessageQueue);
        writer.WriteNumber("minTimeStamp"u8, MinTimeStamp);
        writer.WriteString("minTimeStampStr"u8, MinTimeStampStr);
        writer.WriteEndObject();
    }
}
