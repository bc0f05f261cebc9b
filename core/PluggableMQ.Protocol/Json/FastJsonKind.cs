namespace PluggableMQ.Protocol.Json;

/// <summary>What kind of value comes next.</summary>
internal enum FastJsonKind
{
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,
}
