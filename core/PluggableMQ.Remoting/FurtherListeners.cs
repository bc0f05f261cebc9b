using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Remoting;

/// <summary>The servers' setting <c>listeners</c>: where they listen besides their own port, separated by <c>;</c>.</summary>
/// <remarks>A scheme alone (<c>unix</c>) is the server's own address and port by that transport; <c>scheme://host:port</c> says both.</remarks>
public static class FurtherListeners
{
    /// <summary>Says what is wrong with the setting.</summary>
    /// <param name="text">The setting.</param>
    /// <returns>One text for each wrong item, with what to write instead.</returns>
    public static IEnumerable<string> Validate(string text)
        => Split(text).Where(item => !IsScheme(item) && (!TransportEndpoint.TryParse(item, out var endpoint) || endpoint.Scheme is null))
            .Select(item => $"listeners: '{item}' is no listener. Write a scheme, or scheme://host:port; several with ; between: "
                + "unix;ws://0.0.0.0:8080.");

    /// <summary>The endpoints that a setting stands for.</summary>
    /// <param name="text">The setting, which is valid.</param>
    /// <param name="own">The server's own endpoint, with its real port.</param>
    /// <returns>Where to listen, too.</returns>
    public static IReadOnlyList<TransportEndpoint> Resolve(string text, TransportEndpoint own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return [.. Split(text).Select(item => IsScheme(item) ? own with { Scheme = item.ToLowerInvariant() } : TransportEndpoint.Parse(item))];
    }

    private static bool IsScheme(string item)
        => char.IsAsciiLetter(item[0]) && item.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');

    private static string[] Split(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
