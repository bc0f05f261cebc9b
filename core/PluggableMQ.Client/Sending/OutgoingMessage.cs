using System.Diagnostics;
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

    /// <summary>The properties in place of the message's own when a trace context goes along: the message itself may be sent again, or by others.</summary>
    public string? TracedProperties { get; init; }

    /// <summary>The span of the send; null when nobody listens.</summary>
    public Activity? Activity { get; init; }

    public bool IsBatch => BatchProperties is not null;

    public int SysFlag { get; init; }

    /// <summary>How often a retried message was consumed; for retry topics.</summary>
    public int ReconsumeTimes { get; init; }

    public int? MaxReconsumeTimes { get; init; }
}
