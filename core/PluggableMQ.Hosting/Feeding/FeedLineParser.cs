using System.Text;
using System.Text.Json;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Feeding;

/// <summary>Turns a line of a feed into a message.</summary>
internal sealed class FeedLineParser(FeedOptions options)
{
    private const string Shape = """A JSON line looks like {"body":"text","key":"k1","tag":"TagA","properties":{"a":"1"},"delayLevel":3}.""";

    /// <summary>Parses one line.</summary>
    /// <exception cref="FeedFormatException">The line is not a message.</exception>
    public Message Parse(ReadOnlyMemory<byte> line)
    {
        var message = options.Format == FeedFormat.Text ? new Message(options.Topic, line) : ParseJson(line);
        if (options.Key is { } key && string.IsNullOrEmpty(message.Keys)) message.Keys = key;
        if (options.Tag is { } tag && string.IsNullOrEmpty(message.Tags)) message.Tags = tag;
        if (options.DelayLevel > 0 && message.DelayTimeLevel == 0) message.DelayTimeLevel = options.DelayLevel;
        return message;
    }

    private Message ParseJson(ReadOnlyMemory<byte> line)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw new FeedFormatException($"Not JSON: {e.Message} {Shape}", e);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new FeedFormatException($"Not a JSON object. {Shape}");
            var message = new Message(options.Topic, default);
            var hasBody = false;
            foreach (var member in document.RootElement.EnumerateObject())
            {
                switch (member.Name)
                {
                    case "body":
                        message.Body = Encoding.UTF8.GetBytes(member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText());
                        hasBody = true;
                        break;
                    case "key" or "keys":
                        message.Keys = ReadKeys(member);
                        break;
                    case "tag" or "tags":
                        message.Tags = ReadText(member);
                        break;
                    case "delayLevel":
                        message.DelayTimeLevel = member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var level) && level is >= 0 and <= 18
                            ? level
                            : throw new FeedFormatException($"delayLevel is {member.Value.GetRawText()}; it is a number from 0 (none) to 18 (2 h).");
                        break;
                    case "properties":
                        ReadProperties(member, message);
                        break;
                    case "source" or "line" or "error":
                        // A reject file's own members: such a file can be fed again as it is.
                        break;
                    default:
                        throw new FeedFormatException($"Unknown member '{member.Name}'. {Shape}");
                }
            }

            return hasBody ? message : throw new FeedFormatException($"There is no 'body'. {Shape}");
        }
    }

    private static string ReadKeys(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Array
        ? string.Join(' ', member.Value.EnumerateArray().Select(key => key.ToString()))
        : ReadText(member);

    private static string ReadText(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.ToString(),
        _ => throw new FeedFormatException($"'{member.Name}' is not text. {Shape}"),
    };

    private static void ReadProperties(JsonProperty member, Message message)
    {
        if (member.Value.ValueKind != JsonValueKind.Object) throw new FeedFormatException($"'properties' is not an object. {Shape}");
        foreach (var property in member.Value.EnumerateObject())
        {
            try
            {
                message.PutUserProperty(property.Name, ReadText(property));
            }
            catch (ArgumentException e)
            {
                throw new FeedFormatException($"Property '{property.Name}': {e.Message}", e);
            }
        }
    }
}
