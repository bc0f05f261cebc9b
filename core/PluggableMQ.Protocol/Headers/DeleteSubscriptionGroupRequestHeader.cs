using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of DELETE_SUBSCRIPTIONGROUP (207).</summary>
public sealed class DeleteSubscriptionGroupRequestHeader : IFrameHeader<DeleteSubscriptionGroupRequestHeader>
{
    /// <summary>The consumer group.</summary>
    public required string GroupName { get; init; }

    /// <summary>Whether its offsets go too (5.x calls it <c>cleanOffset</c>).</summary>
    public bool RemoveOffset { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out DeleteSubscriptionGroupRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new DeleteSubscriptionGroupRequestHeader
        {
            GroupName = reader.RequiredString("groupName"u8),
            RemoveOffset = reader.Boolean("removeOffset"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("groupName"u8, GroupName);
        fields.Add("removeOffset"u8, RemoveOffset);
    }
}
