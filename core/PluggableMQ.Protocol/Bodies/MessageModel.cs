namespace PluggableMQ.Protocol.Bodies;

/// <summary>Who of a group gets a message (<c>MessageModel</c>).</summary>
public enum MessageModel
{
    /// <summary><c>BROADCASTING</c>: every member.</summary>
    Broadcasting = 0,

    /// <summary><c>CLUSTERING</c>: one of them.</summary>
    Clustering,
}

/// <summary>The names of <see cref="MessageModel"/> on the wire.</summary>
public static class MessageModels
{
    /// <summary>The name on the wire.</summary>
    /// <param name="value">The value.</param>
    /// <returns>For example <c>BROADCASTING</c>; null for null and for an undefined value.</returns>
    public static string? GetName(MessageModel? value) => value switch
    {
        MessageModel.Broadcasting => "BROADCASTING",
        MessageModel.Clustering => "CLUSTERING",
        _ => null,
    };

    /// <summary>Finds a value by its name.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <returns>The value; null when the name is unknown, as in Java.</returns>
    public static MessageModel? Parse(string? name) => name switch
    {
        "BROADCASTING" => MessageModel.Broadcasting,
        "CLUSTERING" => MessageModel.Clustering,
        _ => null,
    };
}
