using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Transport.InMemory;

/// <summary>Options of the in-memory transport; <c>options.schema.json</c> holds limits and defaults for operators.</summary>
/// <param name="MaxBufferSize">Bytes written ahead of the reader.</param>
/// <param name="Backlog">Connections that may wait to be accepted.</param>
internal sealed record InMemoryTransportOptions(int MaxBufferSize = 1024 * 1024, int Backlog = 1024)
{
    /// <summary>Reads the options; two numbers need no binder.</summary>
    /// <exception cref="PluginConfigurationException">A value is wrong.</exception>
    public static InMemoryTransportOptions Read(IConfiguration configuration)
    {
        var defaults = new InMemoryTransportOptions();
        var failures = new List<string>();
        var options = new InMemoryTransportOptions(
            ReadNumber("maxBufferSize", defaults.MaxBufferSize, 4096, 67108864),
            ReadNumber("backlog", defaults.Backlog, 1, 65535));
        return failures.Count == 0 ? options : throw new PluginConfigurationException(failures);

        int ReadNumber(string name, int missing, int minimum, int maximum)
        {
            if (configuration[name] is not { } text) return missing;
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= minimum
                && value <= maximum) return value;
            failures.Add($"{name} is '{text}'; it must be a number from {minimum} to {maximum}.");
            return missing;
        }
    }
}
