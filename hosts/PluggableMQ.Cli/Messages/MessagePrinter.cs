using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosts.Cli.Messages;

/// <summary>Prints messages for people or for programs.</summary>
internal sealed class MessagePrinter(TextWriter output, bool json)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void Print(MessageExt message) => output.WriteLine(json ? ToJson(message) : ToLine(message));

    public void Flush() => output.Flush();

    private static string ToLine(MessageExt message)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(message.StoreTimestamp).ToLocalTime();
        var place = string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss.fff}  {message.BrokerName}:{message.QueueId}:{message.QueueOffset}");
        var marks = (string.IsNullOrEmpty(message.Tags) ? "" : $"  [{message.Tags}]") + (string.IsNullOrEmpty(message.Keys) ? "" : $"  ({message.Keys})");
        return $"{place}{marks}  {Text(message) ?? $"<{message.Body.Length} bytes, not text>"}";
    }

    private static string ToJson(MessageExt message)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("topic", message.Topic);
            writer.WriteString("brokerName", message.BrokerName);
            writer.WriteNumber("queueId", message.QueueId);
            writer.WriteNumber("queueOffset", message.QueueOffset);
            writer.WriteString("msgId", message.MessageId);
            writer.WriteString("offsetMsgId", message.OffsetMessageId);
            writer.WriteString("tags", message.Tags);
            writer.WriteString("keys", message.Keys);
            writer.WriteNumber("bornTimestamp", message.BornTimestamp);
            writer.WriteNumber("storeTimestamp", message.StoreTimestamp);
            writer.WriteNumber("reconsumeTimes", message.ReconsumeTimes);
            writer.WriteStartObject("properties");
            foreach (var (name, value) in message.Properties) writer.WriteString(name, value);
            writer.WriteEndObject();
            if (Text(message) is { } text) writer.WriteString("body", text);
            else writer.WriteBase64String("bodyBase64", message.Body.Span);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string? Text(MessageExt message)
    {
        try
        {
            return Strict.GetString(message.Body.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
