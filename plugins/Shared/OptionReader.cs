using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.PluginShared;

/// <summary>Binds a plugin's options by hand (no reflection, so the plugin can be unloaded) and collects every failure.</summary>
internal sealed class OptionReader(IConfiguration options)
{
    private readonly List<string> _failures = [];

    /// <summary>A text, or its default when the option is absent or blank.</summary>
    public string Text(string name, string defaultValue)
    {
        var value = options[name];
        return string.IsNullOrWhiteSpace(value) ? defaultValue : value.Trim();
    }

    /// <summary>A whole number within bounds.</summary>
    public int Int32(string name, int defaultValue, int minimum, int maximum)
    {
        var text = options[name];
        if (string.IsNullOrWhiteSpace(text)) return defaultValue;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum) return value;
        Fail(name, $"is '{text}'; write a whole number from {minimum} to {maximum}");
        return defaultValue;
    }

    /// <summary>A truth value.</summary>
    public bool Boolean(string name, bool defaultValue)
    {
        var text = options[name];
        if (string.IsNullOrWhiteSpace(text)) return defaultValue;
        if (bool.TryParse(text, out var value)) return value;
        Fail(name, $"is '{text}'; write true or false");
        return defaultValue;
    }

    /// <summary>Notes a failure: the option, what is wrong with it and what is allowed.</summary>
    public void Fail(string name, string problem) => _failures.Add($"option '{name}' {problem}.");

    /// <summary>Throws all failures as one exception.</summary>
    public void ThrowIfFailed()
    {
        if (_failures.Count > 0) throw new PluginConfigurationException(_failures);
    }
}
