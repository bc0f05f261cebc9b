using System.Text.Json;

namespace PluggableMQ.Plugins.Json;

/// <summary>Reads a JSON object strictly: what is asked for is known, everything else is an error. Collects errors, never throws.</summary>
internal sealed class JsonObjectReader
{
    private readonly JsonElement _element;
    private readonly string _file;
    private readonly string _path;
    private readonly Action<PluginFault> _report;
    private readonly List<string> _known = [];

    public JsonObjectReader(JsonElement element, string file, string path, ICollection<string> errors)
        : this(element, file, path, fault => errors.Add(fault.ToString()))
    {
    }

    public JsonObjectReader(JsonElement element, string file, string path, Action<PluginFault> report)
    {
        _element = element;
        _file = file;
        _path = path;
        _report = report;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name)) Error(property.Name, "is written twice", "keep one.");
        }
    }

    /// <summary>Adds an error about a property.</summary>
    public void Error(string property, string text, string remedy = "") => _report(new PluginFault(_file, PathOf(property), text, remedy));

    /// <summary>The raw value, or null when absent.</summary>
    public JsonElement? Get(string name)
    {
        if (!_known.Contains(name)) _known.Add(name);
        return _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>A text; blank counts as absent.</summary>
    public string? GetString(string name, bool required = false)
    {
        var value = Get(name);
        if (value is { ValueKind: not JsonValueKind.String })
        {
            Error(name, $"must be a text, not {Describe(value.Value)}", "write it in quotes.");
            return null;
        }

        var text = value?.GetString();
        if (!string.IsNullOrWhiteSpace(text)) return text;
        if (required) Error(name, "is missing", "add it.");
        return null;
    }

    /// <summary>A text of a closed list, compared exactly.</summary>
    public string? GetChoice(string name, params IReadOnlyCollection<string> choices)
    {
        var text = GetString(name);
        if (text is null || choices.Contains(text)) return text;
        Error(name, $"is '{text}'", Nearest.Hint(text, choices));
        return null;
    }

    /// <summary>A boolean.</summary>
    public bool? GetBoolean(string name)
    {
        var value = Get(name);
        if (value is null) return null;
        if (value.Value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.Value.GetBoolean();
        Error(name, $"must be true or false, not {Describe(value.Value)}", "write it without quotes.");
        return null;
    }

    /// <summary>A whole number.</summary>
    public int? GetInt32(string name)
    {
        var value = Get(name);
        if (value is null) return null;
        if (value.Value.ValueKind == JsonValueKind.Number && value.Value.TryGetInt32(out var number)) return number;
        Error(name, $"must be a whole number, not {Describe(value.Value)}", "write it without quotes and without a fraction.");
        return null;
    }

    /// <summary>A list of texts, or null when absent.</summary>
    public IReadOnlyList<string>? GetStrings(string name)
    {
        var value = Get(name);
        if (value is null) return null;
        if (value.Value.ValueKind != JsonValueKind.Array)
        {
            Error(name, $"must be a list of texts, not {Describe(value.Value)}", "write it as [ \"...\" ].");
            return null;
        }

        var texts = new List<string>();
        foreach (var item in value.Value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(item.GetString())) Error($"{name}[{texts.Count}]", $"must be a text, not {Describe(item)}", "write it in quotes.");
            texts.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : "");
        }

        return texts;
    }

    /// <summary>An object, or null when absent.</summary>
    public JsonObjectReader? GetObject(string name)
    {
        var value = Get(name);
        if (value is null) return null;
        if (value.Value.ValueKind == JsonValueKind.Object) return new JsonObjectReader(value.Value, _file, PathOf(name), _report);
        Error(name, $"must be an object, not {Describe(value.Value)}", "write it as { ... }.");
        return null;
    }

    /// <summary>A list of objects; empty when absent.</summary>
    public IReadOnlyList<JsonObjectReader> GetObjects(string name)
    {
        var value = Get(name);
        if (value is null) return [];
        if (value.Value.ValueKind != JsonValueKind.Array)
        {
            Error(name, $"must be a list of objects, not {Describe(value.Value)}", "write it as [ { ... } ].");
            return [];
        }

        var objects = new List<JsonObjectReader>();
        var index = 0;
        foreach (var item in value.Value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object) objects.Add(new JsonObjectReader(item, _file, PathOf($"{name}[{index}]"), _report));
            else Error($"{name}[{index}]", $"must be an object, not {Describe(item)}", "write it as { ... }.");
            index++;
        }

        return objects;
    }

    /// <summary>The properties as they are, for objects whose keys are data.</summary>
    public JsonElement.ObjectEnumerator EnumerateObject() => _element.EnumerateObject();

    /// <summary>Reports every property that was not asked for.</summary>
    public void ReportUnknown()
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (!_known.Contains(property.Name)) Error(property.Name, "is not a known key", Nearest.Hint(property.Name, _known));
        }
    }

    private string PathOf(string property) => _path.Length == 0 ? property : $"{_path}.{property}";

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };
}
