using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of CONSUMER_SEND_MSG_BACK (36).</summary>
public sealed class ConsumerSendMsgBackRequestHeader : IFrameHeader<ConsumerSendMsgBackRequestHeader>
{
    /// <summary>The record's commit log offset.</summary>
    public required long Offset { get; init; }

    /// <summary>The consumer group.</summary>
    public required string Group { get; init; }

    /// <summary>The delay level; 0: the broker chooses, negative: to the dead letters.</summary>
    public required int DelayLevel { get; init; }

    /// <summary>The message's id, or null.</summary>
    public string? OriginMsgId { get; init; }

    /// <summary>The message's topic, or null.</summary>
    public string? OriginTopic { get; init; }

    /// <summary>Unit mode.</summary>
    public bool UnitMode { get; init; }

    /// <summary>The most reconsume times, or null.</summary>
    public int? MaxReconsumeTimes { get; init; }

    /// <summary>The name of the broker that the queue belongs to, or null.</summary>
    public string? BrokerName { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out ConsumerSendMsgBackRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new ConsumerSendMsgBackRequestHeader
        {
            Offset = reader.RequiredInt64("offset"u8),
            Group = reader.RequiredString("group"u8),
            DelayLevel = reader.RequiredInt32("delayLevel"u8),
            OriginMsgId = reader.OptionalString("originMsgId"u8),
            OriginTopic = reader.OptionalString("originTopic"u8),
            UnitMode = reader.Boolean("unitMode"u8),
            MaxReconsumeTimes = reader.OptionalInt32("maxReconsumeTimes"u8),
            BrokerName = reader.OptionalString("bname"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("offset"u8, Offset);
        fields.Add("group"u8, Group);
        fields.Add("delayLevel"u8, DelayLevel);
        fields.Add("originMsgId"u8, OriginMsgId);
        fields.Add("originTopic"u8, OriginTopic);
        fields.Add("unitMode"u8, UnitMode);
        if (MaxReconsumeTimes is { } maxReconsumeTimes) fields.Add("maxReconsumeTimes"u8, maxReconsumeTimes);
        fields.Add("bname"u8, BrokerName);
    }
}
