using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of the response to ADD_WRITE_PERM_OF_BROKER (327).</summary>
public sealed class AddWritePermResponseHeader : IFrameHeader<AddWritePermResponseHeader>
{
    /// <summary>How many topics were changed.</summary>
    public required int AddTopicCount { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out AddWritePermResponseHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new AddWritePermResponseHeader
        {
            AddTopicCount = reader.RequiredInt32("addTopicCount"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("addTopicCount"u8, AddTopicCount);
    }
}
