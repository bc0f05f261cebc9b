using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Storage.Shared;

/// <summary>Reads options by name and collects everything that is wrong with them.</summary>
internal sealed class OptionReader(IConfiguration options)
{
    private readonly List<string> _failures = [];

    /// <summary>Reads a whole number.</summary>
    public int GetInt32(string name, int fallback, int minimum, int maximum) => (int)GetInt64(name, fallback, minimum, maximum);

    /// <summary>Reads a whole number.</summary>
    public long GetInt64(string name, long fallback, long minimum, long maximum)
    {
        if (options[name] is not { } text) return fallback;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum) return value;
        _failures.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; it must be a whole number from {minimum} to {maximum}."));
        return fallback;
    }

    /// <summary>Reads a truth value.</summary>
    public bool GetBoolean(string name, bool fallback)
    {
        if (options[name] is not { } text) return fallback;
        if (bool.TryParse(text, out var value)) return value;
        _failures.Add($"{name} is '{text}'; it must be true or false.");
        return fallback;
    }

    /// <summary>Reads one of some names.</summary>
    public T GetChoice<T>(string name, T fallback, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        if (options[name] is not { } text) return fallback;
        foreach (var choice in choices)
        {
            if (string.Equals(choice.Name, text, StringComparison.Ordinal)) return choice.Value;
        }

        var known = new List<string>();
        foreach (var choice in choices) known.Add(choice.Name);
        _failures.Add($"{name} is '{text}'; it must be one of {string.Join(", ", known)}.");
        return fallback;
    }

    /// <summary>Reads text, and lets a check say what is wrong with it.</summary>
    public string GetText(string name, string fallback, Func<string, string?> check)
    {
        if (options[name] is not { } text) return fallback;
        if (check(text) is not { } problem) return text;
        _failures.Add($"{name} is '{text}'; {problem}");
        return fallback;
    }

    /// <summary>Throws if anything was wrong.</summary>
    /// <exception cref="PluginConfigurationException">With every failure.</exception>
    public void ThrowIfFailed()
    {
        if (_failures.Count > 0) throw new PluginConfigurationException(_failures);
    }
}
