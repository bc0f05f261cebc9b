namespace PluggableMQ.Hosting.Roles;

/// <summary>RocketMQ's form of several addresses: <c>host:port;host:port</c>.</summary>
internal static class NameServerList
{
    /// <summary>The addresses, without blanks.</summary>
    public static IReadOnlyList<string> Split(string? text)
        => text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
