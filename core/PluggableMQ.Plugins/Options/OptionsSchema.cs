using System.Text.Json.Nodes;

namespace PluggableMQ.Plugins.Options;

/// <summary>The JSON schema of a plugin's options, or of a part of them: the subset that <c>options.schema.json</c> may use.</summary>
public sealed class OptionsSchema
{
    /// <summary>The type: <c>object</c>, <c>array</c>, <c>string</c>, <c>integer</c>, <c>number</c> or <c>boolean</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is for; empty when the author gave none.</summary>
    public string Description { get; init; } = "";

    /// <summary>The properties of an object, by name.</summary>
    public IReadOnlyDictionary<string, OptionsSchema> Properties { get; init; } = new Dictionary<string, OptionsSchema>();

    /// <summary>The properties that an object must have.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>The schema of keys that <see cref="Properties"/> does not name; null when such a key is an error.</summary>
    public OptionsSchema? AdditionalProperties { get; init; }

    /// <summary>The schema of an array's items.</summary>
    public OptionsSchema? Items { get; init; }

    /// <summary>The values allowed, as text; empty when any will do.</summary>
    public IReadOnlyList<string> Enum { get; init; } = [];

    /// <summary>The smallest number allowed.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The largest number allowed.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The shortest text allowed.</summary>
    public int? MinLength { get; init; }

    /// <summary>The regular expression that a text must match.</summary>
    public string? Pattern { get; init; }

    /// <summary>The value in force when none is given.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Whether it is a secret (<c>writeOnly</c>), which is never printed.</summary>
    public bool IsSecret { get; init; }
}
