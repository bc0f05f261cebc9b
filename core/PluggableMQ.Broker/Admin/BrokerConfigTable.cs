using System.Globalization;
using System.Reflection;
using PluggableMQ.Broker.Options;

namespace PluggableMQ.Broker.Admin;

/// <summary>The broker's settings by RocketMQ's keys: a property's name with a small first letter.</summary>
internal sealed class BrokerConfigTable
{
    private readonly BrokerOptions _options;
    private readonly SortedDictionary<string, PropertyInfo> _properties;

    public BrokerConfigTable(BrokerOptions options)
    {
        _options = options;
        _properties = new SortedDictionary<string, PropertyInfo>(
            typeof(BrokerOptions).GetProperties().ToDictionary(
                property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]), StringComparer.Ordinal);
    }

    /// <summary>Keys and values, sorted by key.</summary>
    public IEnumerable<KeyValuePair<string, string>> GetAll()
        => _properties.Select(pair => KeyValuePair.Create(pair.Key, Format(pair.Value.GetValue(_options))));

    /// <summary>Sets one value.</summary>
    /// <returns>What is wrong with it, or null. A key that does not exist here is ignored, as in Java.</returns>
    public string? Set(string key, string value)
    {
        if (!_properties.TryGetValue(key, out var property)) return null;
        if (!TryParse(property.PropertyType, value, out var parsed))
            return $"The value '{value}' of {key} is not a {(property.PropertyType == typeof(bool) ? "boolean: write true or false" : "number")}.";
        var before = property.GetValue(_options);
        property.SetValue(_options, parsed);
        if (BrokerOptionsValidator.Validate(_options) is not { Count: > 0 } problems) return null;
        property.SetValue(_options, before);
        return problems[0];
    }

    private static string Format(object? value)
        => value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static bool TryParse(Type type, string text, out object? value)
    {
        value = null;
        if (type == typeof(string)) value = text;
        else if (type == typeof(bool)) value = bool.TryParse(text, out var flag) ? flag : null;
        else if (type == typeof(int))
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        else value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        return value is not null;
    }
}
