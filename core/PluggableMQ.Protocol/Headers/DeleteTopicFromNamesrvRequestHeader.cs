using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of DELETE_TOPIC_IN_NAMESRV (216).</summary>
public sealed class DeleteTopicFromNamesrvRequestHeader : IFrameHeader<DeleteTopicFromNamesrvRequestHeader>
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Removes the topic from this cluster's brokers only; null for all.</summary>
    public string? ClusterName { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out DeleteTopicFromNamesrvRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new DeleteTopicFromNamesrvRequestHeader
        {
            Topic = reader.RequiredString("topic"u8),
            ClusterName = reader.OptionalString("clusterName"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("topic"u8, Topic);
        fields.Add("clusterName"u8, ClusterName);
    }
}
