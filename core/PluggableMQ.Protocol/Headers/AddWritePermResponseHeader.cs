using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to ADD_WRITE_PERM_OF_BROKER (327).</summary>
public sealed class AddWritePermResponseHeader
{
    /// <summary>How many topics were changed.</summary>
    public required int AddTopicCount { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, [NotNullWhen(true)] out AddWritePermResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new AddWritePermResponseHeader
        {
            AddTopicCount = reader.RequiredInt32("addTopicCount"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public void Write(HeaderFields fields)
    {
        fields.Add("addTopicCount"u8, AddTopicCount);
    }
}
