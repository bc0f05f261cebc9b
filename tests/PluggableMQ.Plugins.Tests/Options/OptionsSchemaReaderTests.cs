using System.Text;
using PluggableMQ.Plugins.Json;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Tests.Options;

public class OptionsSchemaReaderTests
{
    [Theory]
    [InlineData("""{ "type": "string" }""", "'type' is 'string'; write 'object': a plugin's options are one.")]
    [InlineData("""{ "properties": {} }""", "'type' is missing")]
    [InlineData("""{ "type": "objct" }""", "'type' is 'objct'; did you mean 'object'?")]
    [InlineData("""{ "type": "object", "properties": { "a": { "type": "string", "maxLen": 3 } } }""", "'properties.a.maxLen' is not a known key")]
    [InlineData("""{ "type": "object", "properties": { "a": { "type": "string", "pattern": "(" } } }""", "'properties.a.pattern' is no regular expression")]
    [InlineData("""{ "type": "object", "properties": { "a": { "type": "string", "pattern": "(?=x)" } } }""", "'properties.a.pattern' is no regular expression")]
    [InlineData("""{ "type": "object", "properties": { "a": { "type": "integer", "minimum": "1" } } }""", "'properties.a.minimum' must be a number")]
    [InlineData("""{ "type": "object", "properties": { "a": { "type": "integer", "maximum": 3, "default": 9 } } }""", "'properties.a.default' does not fit its own schema")]
    [InlineData("""{ "type": "object", "properties": { "a": { "type": "string", "enum": [] } } }""", "'properties.a.enum' must be a list of values")]
    [InlineData("""{ "type": "object", "properties": { "alpha": { "type": "string" } }, "required": ["alfa"] }""", "'required' names 'alfa', which 'properties' does not have; did you mean 'alpha'?")]
    [InlineData("""{ "type": "object", "additionalProperties": true }""", "'additionalProperties' must be false or a schema")]
    public void Read_WrongSchema_SaysWhatAndWhere(string text, string expected)
    {
        var (schema, errors) = Read(text);

        Assert.Null(schema);
        Assert.Contains(errors, e => e.StartsWith("s.json: ", StringComparison.Ordinal) && e.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_EverySupportedKeyword_IsRead()
    {
        var (schema, errors) = Read("""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "x", "title": "t", "description": "d", "type": "object", "required": ["a"],
              "properties": {
                "a": { "type": "string", "minLength": 2, "pattern": "^x", "enum": ["xy", "xz"], "default": "xy", "writeOnly": true, "examples": ["xy"], "$comment": "c" },
                "b": { "type": "number", "minimum": 0.5, "maximum": 2 },
                "c": { "type": "object", "additionalProperties": { "type": "boolean" } },
                "d": { "type": "array", "items": { "type": "integer" } }
              },
              "additionalProperties": false
            }
            """);

        Assert.Empty(errors);
        Assert.NotNull(schema);
        Assert.Equal(["a"], schema.Required);
        var a = schema.Properties["a"];
        Assert.Equal((2, "^x", "xy", true), (a.MinLength, a.Pattern, a.Default!.GetValue<string>(), a.IsSecret));
        Assert.Equal(["xy", "xz"], a.Enum);
        Assert.Equal((0.5m, 2m), (schema.Properties["b"].Minimum, schema.Properties["b"].Maximum));
        Assert.Equal("boolean", schema.Properties["c"].AdditionalProperties!.Type);
        Assert.Equal("integer", schema.Properties["d"].Items!.Type);
        Assert.Null(schema.AdditionalProperties);
    }

    internal static (OptionsSchema? Schema, List<string> Errors) Read(string text)
    {
        var errors = new List<PluginFault>();
        using var document = JsonFile.TryParse(Encoding.UTF8.GetBytes(text), "s.json", errors.Add);
        return (OptionsSchemaReader.Read(document!.RootElement, "s.json", errors), [.. errors.Select(e => e.ToString())]);
    }
}
