using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>How well a consumer does with a topic (<c>ConsumeStatus</c>).</summary>
public sealed class ConsumeStatus : IFastJsonBody<ConsumeStatus>
{
    /// <summary>Milliseconds that a pull takes.</summary>
    public double PullRt { get; set; }

    /// <summary>Messages pulled per second.</summary>
    public double PullTps { get; set; }

    /// <summary>Milliseconds that a message takes.</summary>
    public double ConsumeRt { get; set; }

    /// <summary>Messages consumed per second.</summary>
    public double ConsumeOkTps { get; set; }

    /// <summary>Messages failed per second.</summary>
    public double ConsumeFailedTps { get; set; }

    /// <summary>Messages failed in the last hour.</summary>
    public long ConsumeFailedMsgs { get; set; }

    static ConsumeStatus IFastJsonBody<ConsumeStatus>.Read(ref FastJsonReader reader)
    {
        var result = new ConsumeStatus();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("pullRT"u8)) result.PullRt = reader.ReadDouble();
            else if (reader.Is("pullTPS"u8)) result.PullTps = reader.ReadDouble();
            else if (reader.Is("consumeRT"u8)) result.ConsumeRt = reader.ReadDouble();
            else if (reader.Is("consumeOKTPS"u8)) result.ConsumeOkTps = reader.ReadDouble();
            else if (reader.Is("consumeFailedTPS"u8)) result.ConsumeFailedTps = reader.ReadDouble();
            else if (reader.Is("consumeFailedMsgs"u8)) result.ConsumeFailedMsgs = reader.ReadInt64();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<ConsumeStatus>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("consumeFailedMsgs"u8, ConsumeFailedMsgs);
        writer.WriteNumber("consumeFailedTPS"u8, ConsumeFailedTps);
        writer.WriteNumber("consumeOKTPS"u8, ConsumeOkTps);
        writer.WriteNumber("consumeRT"u8, ConsumeRt);
        writer.WriteNumber("pullRT"u8, PullRt);
        writer.WriteNumber("pullTPS"u8, PullTps);
        writer.WriteEndObject();
    }
}
