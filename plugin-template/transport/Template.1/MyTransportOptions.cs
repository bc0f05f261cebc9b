using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>The transport's options; <c>options.schema.json</c> says the same to operators and to the host, which checks them first.</summary>
public sealed class MyTransportOptions
{
    /// <summary>How many bytes a connection keeps in each direction before it holds its writer back. Default 65536.</summary>
    public int BufferBytes { get; init; } = 65_536;

    internal static MyTransportOptions Read(IConfiguration options)
    {
        var text = options["bufferBytes"] ?? "65536";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is >= 4_096 and <= 16_777_216
            ? new MyTransportOptions { BufferBytes = bytes }
            : throw new PluginConfigurationException($"option 'bufferBytes' is '{text}'; write a whole number from 4096 to 16777216.");
    }
}
