using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Addressing.Http;

/// <summary>Reads the answer: its first line, trimmed, is <c>ip:port;ip:port</c> (<c>TopAddressing.clearNewLine</c>).</summary>
internal static class AddressLine
{
    /// <summary>The addresses; empty when the answer is blank.</summary>
    /// <exception cref="IOException">Something on the line is not an address.</exception>
    public static IReadOnlyList<string> Parse(string answer, Uri url)
    {
        var line = answer.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        if (end >= 0) line = line[..end];
        var addresses = line.ToString().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var address in addresses)
        {
            // A proxy's error page must not become the list of NameServers.
            if (!TransportEndpoint.TryParse(address, out _))
            {
                throw new IOException($"{url} answered '{Shorten(address)}', which is not an address. Its first line must be ip:port;ip:port.");
            }
        }

        return addresses;
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
