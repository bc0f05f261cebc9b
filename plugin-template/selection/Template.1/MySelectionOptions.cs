using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;

namespace Template._1;

/// <summary>The strategy's options; <c>options.schema.json</c> says the same to operators and to the host, which checks them first.</summary>
public sealed class MySelectionOptions
{
    /// <summary>Whether a retry leaves the broker that failed. Default true.</summary>
    public bool RetryElsewhere { get; init; } = true;

    internal static MySelectionOptions Read(IConfiguration options)
    {
        var text = options["retryElsewhere"] ?? "true";
        return bool.TryParse(text, out var retryElsewhere)
            ? new MySelectionOptions { RetryElsewhere = retryElsewhere }
            : throw new PluginConfigurationException($"option 'retryElsewhere' is '{text}'; write true or false.");
    }
}
