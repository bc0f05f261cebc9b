using System.Globalization;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Addressing.File;

/// <summary>The file's form: addresses on lines or separated by ';', comments behind '#'.</summary>
internal static class AddressText
{
    /// <summary>The addresses in the file's order, each once; at least one.</summary>
    /// <exception cref="IOException">There is none, or something is not an address: perhaps the file is only half written.</exception>
    public static IReadOnlyList<string> Parse(string text, string path)
    {
        var addresses = new List<string>();
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            var content = comment < 0 ? line : line[..comment];
            foreach (var address in content.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!TransportEndpoint.TryParse(address, out _))
                {
                    throw new IOException(string.Create(
                        CultureInfo.InvariantCulture, $"{path}, line {number}: '{Shorten(address)}' is not an address. Write host:port, one on a line or separated by ';'."));
                }

                if (!addresses.Contains(address, StringComparer.Ordinal)) addresses.Add(address);
            }
        }

        return addresses.Count > 0 ? addresses : throw new IOException($"{path} names no NameServer. Write host:port, one on a line or separated by ';'.");
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
