using System.Globalization;

using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>A topic's settings on one broker (<c>TopicConfig</c>).</summary>
public sealed class TopicConfig : IFastJsonBody<TopicConfig>
{
    /// <summary>The topic's name.</summary>
    public string TopicName { get; set; } = "";

    /// <summary>How many queues consumers read. Default 16.</summary>
    public int ReadQueueNums { get; set; } = 16;

    /// <summary>How many queues producers write. Default 16.</summary>
    public int WriteQueueNums { get; set; } = 16;

    /// <summary>Permission bits: 4 read, 2 write, 1 inherit. Default 6.</summary>
    public int Perm { get; set; } = 6;

    /// <summary>Kept for Java; nothing reads it.</summary>
    public TopicFilterType TopicFilterType { get; set; }

    /// <summary>Bit 0 unit, bit 1 unit-sub.</summary>
    public int TopicSysFlag { get; set; }

    /// <summary>Whether the topic is in the NameServer's table of ordered topics.</summary>
    public bool Order { get; set; }

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static TopicConfig Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<TopicConfig>(body);

    /// <summary>Reads the text form: name, read queues, write queues, permission and filter type, with single spaces between.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The settings; flags and order are not part of the text.</returns>
    /// <exception cref="InvalidDataException">The text is not of this form.</exception>
    public static TopicConfig ParseText(string text)
    {
        var parts = text.Split(' ');
        if (parts.Length == 5 && TryParse(parts[1], out var read) && TryParse(parts[2], out var write) && TryParse(parts[3], out var perm))
        {
            return new TopicConfig
            {
                TopicName = parts[0],
                ReadQueueNums = read,
                WriteQueueNums = write,
                Perm = perm,
                TopicFilterType = TopicFilterTypes.Parse(parts[4]),
            };
        }

        throw new InvalidDataException("A topic's text is not 'name readQueueNums writeQueueNums perm filterType'.");
    }

    /// <summary>Writes the text form of <see cref="ParseText"/>.</summary>
    /// <returns>For example <c>T 4 4 6 SINGLE_TAG</c>.</returns>
    public string ToText()
        => string.Create(CultureInfo.InvariantCulture, $"{TopicName} {ReadQueueNums} {WriteQueueNums} {Perm} {TopicFilterTypes.GetName(TopicFilterType)}");

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    /// <summary>Makes an independent copy.</summary>
    /// <returns>The copy.</returns>
    public TopicConfig Clone() => (TopicConfig)MemberwiseClone();

    static TopicConfig IFastJsonBody<TopicConfig>.Read(ref FastJsonReader reader)
    {
        var result = new TopicConfig();
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("topicName"u8)) result.TopicName = reader.ReadString() ?? "";
            else if (reader.Is("readQueueNums"u8)) result.ReadQueueNums = reader.ReadInt32();
            else if (reader.Is("writeQueueNums"u8)) result.WriteQueueNums = reader.ReadInt32();
            else if (reader.Is("perm"u8)) result.Perm = reader.ReadInt32();
            else if (reader.Is("topicFilterType"u8)) result.TopicFilterType = TopicFilterTypes.Parse(reader.ReadString());
            else if (reader.Is("topicSysFlag"u8)) result.TopicSysFlag = reader.ReadInt32();
            else if (reader.Is("order"u8)) result.Order = reader.ReadBoolean();
            else reader.Skip();
        }

        return result;
    }

    void IFastJsonBody<TopicConfig>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("order"u8, Order);
        writer.WriteNumber("perm"u8, Perm);
        writer.WriteNumber("readQueueNums"u8, ReadQueueNums);
        writer.WriteString("topicFilterType"u8, TopicFilterTypes.GetName(TopicFilterType));
        writer.WriteString("topicName"u8, TopicName);
        writer.WriteNumber("topicSysFlag"u8, TopicSysFlag);
        writer.WriteNumber("writeQueueNums"u8, WriteQueueNums);
        writer.WriteEndObject();
    }

    private static bool TryParse(string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
