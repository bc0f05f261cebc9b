namespace PluggableMQ.Protocol.Bodies;

/// <summary>How a message that was consumed on demand went (<c>CMResult</c>).</summary>
public enum CMResult
{
    /// <summary><c>CR_SUCCESS</c>: consumed.</summary>
    Success = 0,

    /// <summary><c>CR_LATER</c>: to be retried.</summary>
    Later,

    /// <summary><c>CR_ROLLBACK</c>: rolled back.</summary>
    Rollback,

    /// <summary><c>CR_COMMIT</c>: committed.</summary>
    Commit,

    /// <summary><c>CR_THROW_EXCEPTION</c>: the listener threw.</summary>
    ThrowException,

    /// <summary><c>CR_RETURN_NULL</c>: the listener returned nothing.</summary>
    ReturnNull,
}

/// <summary>The names of <see cref="CMResult"/> on the wire.</summary>
public static class CMResults
{
    /// <summary>The name on the wire.</summary>
    /// <param name="value">The value.</param>
    /// <returns>For example <c>CR_SUCCESS</c>; null for null and for an undefined value.</returns>
    public static string? GetName(CMResult? value) => value switch
    {
        CMResult.Success => "CR_SUCCESS",
        CMResult.Later => "CR_LATER",
        CMResult.Rollback => "CR_ROLLBACK",
        CMResult.Commit => "CR_COMMIT",
        CMResult.ThrowException => "CR_THROW_EXCEPTION",
        CMResult.ReturnNull => "CR_RETURN_NULL",
        _ => null,
    };

    /// <summary>Finds a value by its name.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <returns>The value; null when the name is unknown, as in Java.</returns>
    public static CMResult? Parse(string? name) => name switch
    {
        "CR_SUCCESS" => CMResult.Success,
        "CR_LATER" => CMResult.Later,
        "CR_ROLLBACK" => CMResult.Rollback,
        "CR_COMMIT" => CMResult.Commit,
        "CR_THROW_EXCEPTION" => CMResult.ThrowException,
        "CR_RETURN_NULL" => CMResult.ReturnNull,
        _ => null,
    };
}
