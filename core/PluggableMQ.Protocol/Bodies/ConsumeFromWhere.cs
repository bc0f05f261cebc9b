namespace PluggableMQ.Protocol.Bodies;

/// <summary>Where a group without offset begins (<c>ConsumeFromWhere</c>).</summary>
public enum ConsumeFromWhere
{
    /// <summary><c>CONSUME_FROM_LAST_OFFSET</c>: at the end.</summary>
    LastOffset = 0,

    /// <summary><c>CONSUME_FROM_LAST_OFFSET_AND_FROM_MIN_WHEN_BOOT_FIRST</c>: deprecated, as the end.</summary>
    LastOffsetAndFromMinWhenBootFirst,

    /// <summary><c>CONSUME_FROM_MIN_OFFSET</c>: deprecated, as the end.</summary>
    MinOffset,

    /// <summary><c>CONSUME_FROM_MAX_OFFSET</c>: deprecated, as the end.</summary>
    MaxOffset,

    /// <summary><c>CONSUME_FROM_FIRST_OFFSET</c>: at the beginning.</summary>
    FirstOffset,

    /// <summary><c>CONSUME_FROM_TIMESTAMP</c>: at a time.</summary>
    Timestamp,
}

/// <summary>The names of <see cref="ConsumeFromWhere"/> on the wire.</summary>
public static class ConsumeFromWheres
{
    /// <summary>The name on the wire.</summary>
    /// <param name="value">The value.</param>
    /// <returns>For example <c>CONSUME_FROM_LAST_OFFSET</c>; null for null and for an undefined value.</returns>
    public static string? GetName(ConsumeFromWhere? value) => value switch
    {
        ConsumeFromWhere.LastOffset => "CONSUME_FROM_LAST_OFFSET",
        ConsumeFromWhere.LastOffsetAndFromMinWhenBootFirst => "CONSUME_FROM_LAST_OFFSET_AND_FROM_MIN_WHEN_BOOT_FIRST",
        ConsumeFromWhere.MinOffset => "CONSUME_FROM_MIN_OFFSET",
        ConsumeFromWhere.MaxOffset => "CONSUME_FROM_MAX_OFFSET",
        ConsumeFromWhere.FirstOffset => "CONSUME_FROM_FIRST_OFFSET",
        ConsumeFromWhere.Timestamp => "CONSUME_FROM_TIMESTAMP",
        _ => null,
    };

    /// <summary>Finds a value by its name.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <returns>The value; null when the name is unknown, as in Java.</returns>
    public static ConsumeFromWhere? Parse(string? name) => name switch
    {
        "CONSUME_FROM_LAST_OFFSET" => ConsumeFromWhere.LastOffset,
        "CONSUME_FROM_LAST_OFFSET_AND_FROM_MIN_WHEN_BOOT_FIRST" => ConsumeFromWhere.LastOffsetAndFromMinWhenBootFirst,
        "CONSUME_FROM_MIN_OFFSET" => ConsumeFromWhere.MinOffset,
        "CONSUME_FROM_MAX_OFFSET" => ConsumeFromWhere.MaxOffset,
        "CONSUME_FROM_FIRST_OFFSET" => ConsumeFromWhere.FirstOffset,
        "CONSUME_FROM_TIMESTAMP" => ConsumeFromWhere.Timestamp,
        _ => null,
    };
}
