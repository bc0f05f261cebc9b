using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>The decorator's options; <c>options.schema.json</c> says the same to operators and to the host, which checks them first.</summary>
public sealed class MyDecoratorOptions
{
    /// <summary>Shorter bodies are stored as they are, in bytes. Default 512.</summary>
    public int MinBytes { get; init; } = 512;

    internal static MyDecoratorOptions Read(IConfiguration options)
    {
        var text = options["minBytes"] ?? "512";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes is >= 1 and <= 4_194_304
            ? new MyDecoratorOptions { MinBytes = bytes }
            : throw new PluginConfigurationException($"option 'minBytes' is '{text}'; write a whole number from 1 to 4194304.");
    }
}
