using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of GET_TOPICS_BY_CLUSTER (224).</summary>
public sealed class GetTopicsByClusterRequestHeader : IFrameHeader<GetTopicsByClusterRequestHeader>
{
    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out GetTopicsByClusterRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new GetTopicsByClusterRequestHeader
        {
            Cluster = reader.RequiredString("cluster"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("cluster"u8, Cluster);
    }
}
