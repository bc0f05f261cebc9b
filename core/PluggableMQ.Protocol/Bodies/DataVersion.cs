using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>The version of a table (<c>DataVersion</c>). Two are the same when both numbers are.</summary>
/// <param name="Timestamp">When the table changed, in milliseconds since 1970.</param>
/// <param name="Counter">How often it changed.</param>
public sealed record DataVersion(long Timestamp, long Counter) : IFastJsonBody<DataVersion>
{
    /// <summary>The version of a table that nobody has touched.</summary>
    public static DataVersion Zero { get; } = new(0, 0);

    /// <summary>The version of a new table: the time of now, no change.</summary>
    /// <param name="clock">The clock.</param>
    /// <returns>The version.</returns>
    public static DataVersion Create(TimeProvider clock) => new(clock.GetUtcNow().ToUnixTimeMilliseconds(), 0);

    /// <summary>Decodes a body.</summary>
    /// <param name="body">JSON.</param>
    /// <returns>The version.</returns>
    /// <exception cref="InvalidDataException">The body is not one.</exception>
    public static DataVersion Decode(ReadOnlySpan<byte> body) => BodyCodec.Decode<DataVersion>(body);

    /// <summary>The version after a change.</summary>
    /// <param name="clock">The clock.</param>
    /// <returns>A new version.</returns>
    public DataVersion Next(TimeProvider clock) => new(clock.GetUtcNow().ToUnixTimeMilliseconds(), Counter + 1);

    /// <summary>Encodes as a body.</summary>
    /// <returns>JSON.</returns>
    public byte[] Encode() => BodyCodec.Encode(this);

    static DataVersion IFastJsonBody<DataVersion>.Read(ref FastJsonReader reader)
    {
        long timestamp = 0, counter = 0;
        for (var resume = reader.BeginObject(); reader.NextMember(resume);)
        {
            if (reader.Is("timestamp"u8)) timestamp = reader.ReadInt64();
            else if (reader.Is("counter"u8)) counter = reader.ReadInt64();
            else reader.Skip();
        }

        return new DataVersion(timestamp, counter);
    }

    void IFastJsonBody<DataVersion>.Write(FastJsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("counter"u8, Counter);
        writer.WriteNumber("timestamp"u8, Timestamp);
        writer.WriteEndObject();
    }
}
