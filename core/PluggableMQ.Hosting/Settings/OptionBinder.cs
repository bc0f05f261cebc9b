using System.Globalization;
using System.Reflection;

namespace PluggableMQ.Hosting.Settings;

/// <summary>Gives RocketMQ's textual settings to an options object: the key <c>listenPort</c> is the property <c>ListenPort</c>.</summary>
internal sealed class OptionBinder
{
    private readonly object _target;
    private readonly Dictionary<string, PropertyInfo> _properties = new(StringComparer.Ordinal);

    public OptionBinder(object target)
    {
        _target = target;
        foreach (var property in target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true } && IsSupported(property.PropertyType)) _properties[KeyOf(property)] = property;
        }
    }

    /// <summary>The keys, in the order of declaration.</summary>
    public IReadOnlyCollection<string> Keys => _properties.Keys;

    /// <summary>The value in force, as text.</summary>
    public string Get(string key) => _properties[key].GetValue(_target) switch
    {
        null => "",
        bool value => value ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Sets a value; returns what is wrong with the text, or null.</summary>
    public string? Set(string key, string text)
    {
        var property = _properties[key];
        var (value, complaint) = Parse(text.Trim(), Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        if (complaint is null) property.SetValue(_target, value);
        return complaint;
    }

    private static string KeyOf(PropertyInfo property) => char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    private static bool IsSupported(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(string) || type == typeof(int) || type == typeof(long) || type == typeof(bool) || type == typeof(double);
    }

    private static (object? Value, string? Complaint) Parse(string text, Type type)
    {
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string)) return (text, null);
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? (flag, null) : (null, "is not true or false.");
        if (type == typeof(int)) return int.TryParse(text, Whole, culture, out var small) ? (small, null) : (null, "is not a whole number of 32 bits.");
        if (type == typeof(long)) return long.TryParse(text, Whole, culture, out var large) ? (large, null) : (null, "is not a whole number.");
        if (type == typeof(double)) return double.TryParse(text, NumberStyles.Float, culture, out var number) ? (number, null) : (null, "is not a number.");
        return Enum.TryParse(type, text, ignoreCase: true, out var member) && Enum.IsDefined(type, member)
            ? (member, null)
            : (null, $"is not one of {string.Join(", ", Enum.GetNames(type))}.");
    }
}
