using System.Text;

namespace PluggableMQ.Transport.WebSocket.Tests;

/// <summary>The head of an HTTP message, read from a stream byte by byte so that nothing behind it is taken.</summary>
internal sealed class HttpHead(string firstLine, IReadOnlyList<string> headers)
{
    public string FirstLine => firstLine;

    public IReadOnlyList<string> Headers => headers;

    public int Status => int.Parse(firstLine.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    public string? Find(string name)
        => headers.FirstOrDefault(h => h.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public static async Task<HttpHead> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0) throw new EndOfStreamException($"The head ended early: '{text}'.");
            text.Append((char)one[0]);
        }

        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new HttpHead(lines[0], lines[1..]);
    }
}
