using System.Text;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Pulling;

/// <summary>The tags of an expression. The broker filters by hash code, so the client looks at the text again.</summary>
internal sealed class TagFilter
{
    private static readonly TagFilter All = new(SubscriptionData.All, []);

    private readonly HashSet<string> _tags;
    private readonly byte[][] _utf8Tags;

    private TagFilter(string expression, HashSet<string> tags)
    {
        Expression = expression;
        _tags = tags;
        _utf8Tags = [.. tags.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The expression as sent to the broker.</summary>
    public string Expression { get; }

    /// <summary>Reads an expression: <c>*</c>, null or empty for all, else tags separated by <c>||</c>.</summary>
    /// <exception cref="MqIllegalArgumentException">It holds no tag.</exception>
    public static TagFilter Parse(string topic, string? expression)
    {
        if (string.IsNullOrEmpty(expression) || expression == SubscriptionData.All) return All;
        try
        {
            var subscription = SubscriptionData.Parse(topic, expression);
            return new TagFilter(subscription.SubString, subscription.TagsSet);
        }
        catch (FormatException e)
        {
            throw new MqIllegalArgumentException($"parse subscription error: {e.Message}", innerException: e);
        }
    }

    /// <summary>Whether a message passes: any does without tags, else one whose tag is among them.</summary>
    public bool Matches(string? tag) => _tags.Count == 0 || (tag is not null && _tags.Contains(tag));

    /// <summary>The same for a properties text in UTF-8.</summary>
    public bool Matches(ReadOnlySpan<byte> properties)
    {
        if (_utf8Tags.Length == 0) return true;
        if (!PropertiesCodec.TryGet(properties, "TAGS"u8, out var tag)) return false;
        foreach (var wanted in _utf8Tags)
        {
            if (tag.SequenceEqual(wanted)) return true;
        }

        return false;
    }
}
