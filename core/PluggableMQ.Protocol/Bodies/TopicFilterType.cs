namespace PluggableMQ.Protocol.Bodies;

/// <summary>How many tags a message of a topic has (<c>TopicFilterType</c>).</summary>
public enum TopicFilterType
{
    /// <summary><c>SINGLE_TAG</c>: one.</summary>
    SingleTag = 0,

    /// <summary><c>MULTI_TAG</c>: several.</summary>
    MultiTag,
}

/// <summary>The names of <see cref="TopicFilterType"/> on the wire.</summary>
public static class TopicFilterTypes
{
    /// <summary>The name on the wire.</summary>
    /// <param name="type">The value.</param>
    /// <returns><c>SINGLE_TAG</c> or <c>MULTI_TAG</c>.</returns>
    public static string GetName(TopicFilterType type) => type == TopicFilterType.MultiTag ? "MULTI_TAG" : "SINGLE_TAG";

    /// <summary>Finds a value by its name.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <returns>The value; <see cref="TopicFilterType.SingleTag"/>, Java's default, for every other name.</returns>
    public static TopicFilterType Parse(string? name) => name == "MULTI_TAG" ? TopicFilterType.MultiTag : TopicFilterType.SingleTag;
}
