using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>The store's options; <c>options.schema.json</c> says the same to operators and to the host, which checks them first.</summary>
public sealed class MyStoreOptions
{
    /// <summary>How many messages are kept; the oldest go first. Default 100000.</summary>
    public int MaxMessages { get; init; } = 100_000;

    internal static MyStoreOptions Read(IConfiguration options)
    {
        var text = options["maxMessages"] ?? "100000";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 10_000_000
            ? new MyStoreOptions { MaxMessages = count }
            : throw new PluginConfigurationException($"option 'maxMessages' is '{text}'; write a whole number from 1 to 10000000.");
    }
}
