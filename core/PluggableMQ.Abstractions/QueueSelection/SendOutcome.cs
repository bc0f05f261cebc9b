namespace PluggableMQ.Abstractions.QueueSelection;

/// <summary>How one attempt to send went.</summary>
/// <param name="Queue">The queue that was tried.</param>
/// <param name="Elapsed">From the start of the attempt to its response or failure.</param>
/// <param name="Result">What came of it.</param>
public readonly record struct SendOutcome(MessageQueue Queue, TimeSpan Elapsed, SendResultKind Result);

/// <summary>What came of an attempt to send.</summary>
public enum SendResultKind
{
    /// <summary>The broker stored the message.</summary>
    Succeeded = 0,

    /// <summary>The broker answered with an error code.</summary>
    Rejected = 1,

    /// <summary>No answer: connecting failed, the connection broke or the time ran out.</summary>
    Failed = 2,
}
