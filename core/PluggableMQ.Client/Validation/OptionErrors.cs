using System.Runtime.CompilerServices;

namespace PluggableMQ.Client.Validation;

/// <summary>Collects what is wrong with settings, to name everything at once. Settings are named as in configuration files.</summary>
internal sealed class OptionErrors
{
    private readonly List<string> _errors = [];

    /// <summary>Adds an error.</summary>
    public void Add(string? error)
    {
        if (error is not null) _errors.Add(error);
    }

    /// <summary>Demands a number in a range.</summary>
    public void Range(int value, int from, int to = int.MaxValue, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value >= from && value <= to) return;
        var key = name[(name.LastIndexOf('.') + 1)..];
        key = char.ToLowerInvariant(key[0]) + key[1..];
        _errors.Add(to == int.MaxValue ? $"{key} is {value}; it must be at least {from}" : $"{key} is {value}; it must be from {from} to {to}");
    }

    /// <summary>Throws when there is any.</summary>
    public void Throw()
    {
        if (_errors.Count > 0) throw new MqIllegalArgumentException($"The client's settings are not valid: {string.Join("; ", _errors)}.");
    }
}
