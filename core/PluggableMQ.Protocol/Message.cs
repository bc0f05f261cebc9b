using System.Globalization;

namespace PluggableMQ.Protocol;

/// <summary>A message as a producer makes it (<c>org.apache.rocketmq.common.message.Message</c>).</summary>
/// <remarks>Not thread-safe. A message that is being sent must not be changed until the send has completed.</remarks>
public class Message
{
    private ReadOnlyMemory<byte> _encodedProperties;
    private Dictionary<string, string>? _properties;

    /// <summary>Makes an empty message.</summary>
    public Message()
    {
    }

    /// <summary>Makes a message.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="body">The body; not copied.</param>
    /// <param name="tags">The tag, or null.</param>
    /// <param name="keys">The keys, separated by a space, or null.</param>
    public Message(string topic, ReadOnlyMemory<byte> body, string? tags = null, string? keys = null)
    {
        Topic = topic;
        Body = body;
        Tags = tags;
        Keys = keys;
    }

    /// <summary>The topic.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The body; its memory belongs to whoever set it.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>A number for the user.</summary>
    public int Flag { get; set; }

    /// <summary>The id of the transaction that this message belongs to, if any.</summary>
    public string? TransactionId { get; set; }

    /// <summary>All properties, the system's included. Names and values must not contain the characters 1 and 2.</summary>
    public IDictionary<string, string> Properties => PropertyTable;

    /// <summary>The tag (<c>TAGS</c>); null when there is none.</summary>
    public string? Tags
    {
        get => GetProperty(PropertyNames.Tags);
        set => SetProperty(PropertyNames.Tags, value);
    }

    /// <summary>The keys (<c>KEYS</c>), separated by a space; null when there are none.</summary>
    public string? Keys
    {
        get => GetProperty(PropertyNames.Keys);
        set => SetProperty(PropertyNames.Keys, value);
    }

    /// <summary>The delay level (<c>DELAY</c>); 0 when the message is not delayed.</summary>
    public int DelayTimeLevel
    {
        get => int.TryParse(GetProperty(PropertyNames.DelayTimeLevel), NumberStyles.Integer, CultureInfo.InvariantCulture, out var level) ? level : 0;
        set => SetProperty(PropertyNames.DelayTimeLevel, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Whether the broker answers only when flush and slave are as its policy asks (<c>WAIT</c>); true unless set.</summary>
    public bool WaitStoreMsgOk
    {
        get => GetProperty(PropertyNames.WaitStoreMsgOk) is not { } text || bool.TryParse(text, out var wait) && wait;
        set => SetProperty(PropertyNames.WaitStoreMsgOk, value ? "true" : "false");
    }

    /// <summary>The id that the client gives a message at its first send (<c>UNIQ_KEY</c>); null before.</summary>
    public string? UniqueId
    {
        get => GetProperty(PropertyNames.UniqueKey);
        set => SetProperty(PropertyNames.UniqueKey, value);
    }

    /// <summary>The properties as a dictionary, for enumeration without boxing.</summary>
    internal Dictionary<string, string> PropertyTable
    {
        get
        {
            if (_properties is { } properties) return properties;
            // Read only when someone asks: most consumers look at one or two properties of a message.
            var parsed = PropertiesCodec.Parse(_encodedProperties.Span);
            return Interlocked.CompareExchange(ref _properties, parsed, null) ?? parsed;
        }
    }

    /// <summary>A property's value.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The value, or null.</returns>
    public string? GetProperty(string name) => PropertyTable.GetValueOrDefault(name);

    /// <summary>Sets a property that is the user's own.</summary>
    /// <param name="name">Its name; must not be one of RocketMQ's.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name is the system's, or name or value is blank or has a character that the encoding needs.</exception>
    public void PutUserProperty(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(value))
            throw new ArgumentException("The name or value of property can not be null or blank string!", nameof(name));
        if (PropertyNames.IsSystem(name))
            throw new ArgumentException($"The property {name} is used by the system; choose another name.", nameof(name));
        if (HasSeparator(name) || HasSeparator(value))
            throw new ArgumentException($"The property {name.Trim('\u0001', '\u0002')} contains the character 1 or 2, which separate properties.", nameof(value));
        PropertyTable[name] = value;
    }

    /// <summary>Takes over properties as they came from the wire.</summary>
    internal void SetEncodedProperties(ReadOnlyMemory<byte> properties)
    {
        _encodedProperties = properties;
        _properties = null;
    }

    private static bool HasSeparator(string text) => text.AsSpan().ContainsAny(PropertyNames.NameValueSeparator, PropertyNames.PropertySeparator);

    private void SetProperty(string name, string? value)
    {
        if (value is not null) PropertyTable[name] = value;
        else if (_properties is not null || !_encodedProperties.IsEmpty) PropertyTable.Remove(name);
    }
}
