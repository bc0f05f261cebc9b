namespace PluggableMQ.Protocol.Bodies;

/// <summary>How a consumer gets its messages (<c>ConsumeType</c>).</summary>
public enum ConsumeType
{
    /// <summary><c>CONSUME_ACTIVELY</c>: it pulls.</summary>
    Actively = 0,

    /// <summary><c>CONSUME_PASSIVELY</c>: they are pushed to its listener.</summary>
    Passively,

    /// <summary><c>CONSUME_POP</c>: it pops (5.x).</summary>
    Pop,
}

/// <summary>The names of <see cref="ConsumeType"/> on the wire.</summary>
public static class ConsumeTypes
{
    /// <summary>The name on the wire.</summary>
    /// <param name="value">The value.</param>
    /// <returns>For example <c>CONSUME_ACTIVELY</c>; null for null and for an undefined value.</returns>
    public static string? GetName(ConsumeType? value) => value switch
    {
        ConsumeType.Actively => "CONSUME_ACTIVELY",
        ConsumeType.Passively => "CONSUME_PASSIVELY",
        ConsumeType.Pop => "CONSUME_POP",
        _ => null,
    };

    /// <summary>Finds a value by its name.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <returns>The value; null when the name is unknown, as in Java.</returns>
    public static ConsumeType? Parse(string? name) => name switch
    {
        "CONSUME_ACTIVELY" => ConsumeType.Actively,
        "CONSUME_PASSIVELY" => ConsumeType.Passively,
        "CONSUME_POP" => ConsumeType.Pop,
        _ => null,
    };
}
