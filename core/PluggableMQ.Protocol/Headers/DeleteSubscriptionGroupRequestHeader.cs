using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of DELETE_SUBSCRIPTIONGROUP (207).</summary>
public sealed class DeleteSubscriptionGroupRequestHeader
{
    /// <summary>The consumer group.</summary>
    public required string GroupName { get; init; }

    /// <summary>Whether its offsets go too (5.x calls it <c>cleanOffset</c>).</summary>
    public bool RemoveOffset { get; init; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, [NotNullWhen(true)] out DeleteSubscriptionGroupRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new DeleteSubscriptionGroupRequestHeader
        {
            GroupName = reader.RequiredString("groupName"u8),
            RemoveOffset = reader.Boolean("removeOffset"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <summary>Adds the fields.</summary>
    /// <param name="fields">Receives them.</param>
    public void Write(HeaderFields fields)
    {
        fields.Add("groupName"u8, GroupName);
        fields.Add("removeOffset"u8, RemoveOffset);
    }
}
