using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>How a message that was consumed on demand went (<c>ConsumeMessageDirectlyResult</c>, response 309).</summary>
public sealed class ConsumeMessageDirectlyResult : IFastJsonBody<ConsumeMessageDirectlyResult>
{
    /// <summary>Whether the consumer is an orderly one.</summary>
    public bool Order { get; set; }

    /// <summary>Whether offsets are committed by themselves.</summary>
    public bool AutoCommit { get; set; } = true;

    /// <summary>The outcome.</summary>
    public CMResult? ConsumeResult { get; set; }

    /// <summary>What there is to say about it.</summary>
    public string? Remark { get; set; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long SpentTimeMills { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static ConsumeMessageDirectlyResult Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<ConsumeMessageDirectlyResult>(body);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static ConsumeMessageDirectlyResult IFastJsonBody<ConsumeMessageDirectlyResult>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumeMessageDirectlyResult();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("order"u8)) result.Order = reader.ReadBoolean();
            else if (reader.Is("autoCommit"u8)) result.AutoCommit = reader.ReadBoolean();
            else if (reader.Is("consumeResult"u8)) result.ConsumeResult = CMResults.Parse(reader.ReadString());
            else if (reader.Is("remark"u8)) result.Remark = reader.ReadString();
            else if (reader.Is("spentTimeMills"u8)) result.SpentTimeMills = reader.ReadInt64();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumeMessageDirectlyResult>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("autoCommit"u8, AutoCommit);
        writer.WriteString("consumeResult"u8, CMResults.GetName(ConsumeResult));
        writer.WriteBoolean("order"u8, Order);
        writer.WriteString("remark"u8, Remark);
        writer.WriteNumber("spentTimeMills"u8, SpentTimeMills);
        writer.WriteEndObject();
    }
}
