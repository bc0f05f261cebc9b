using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Sending;

/// <summary>A message or batch, checked and ready to be sent.</summary>
internal readonly struct OutgoingMessage
{
    /// <summary>The message; of a batch the first one.</summary>
    public required Message Message { get; init; }

    /// <summary>The topic on the wire.</summary>
    public required string Topic { get; init; }

    /// <summary>The body on the wire: compressed, or the encoded batch.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The id, of a batch all ids.</summary>
    public required string UniqueId { get; init; }

    /// <summary>The properties of a batch; null for a message, whose own ones are sent.</summary>
    public string? BatchProperties { get; init; }

    public bool IsBatch => BatchProperties is not null;

    public int SysFlag { get; init; }

    /// <summary>How often a retried message was consumed; for retry topics.</summary>
    public int ReconsumeTimes { get; init; }

    public int? MaxReconsumeTimes { get; init; }
}
