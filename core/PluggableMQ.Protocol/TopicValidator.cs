using System.Buffers;
using System.Collections.Frozen;

namespace PluggableMQ.Protocol;

/// <summary>Which topic names are allowed (<c>TopicValidator</c>); the texts are RocketMQ's.</summary>
public static class TopicValidator
{
    /// <summary>The longest topic name, in bytes (the stored record has one byte for its length, signed in Java).</summary>
    public const int MaxLength = 127;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("%|-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly FrozenSet<string> SystemTopics = FrozenSet.Create(StringComparer.Ordinal,
    [
        TopicNames.AutoCreate, TopicNames.Schedule, TopicNames.Benchmark, TopicNames.TransactionHalf, TopicNames.Trace,
        TopicNames.TransactionOp, TopicNames.TransactionCheckMaxTime, TopicNames.SelfTest, TopicNames.OffsetMovedEvent,
    ]);

    private static readonly FrozenSet<string> SendForbidden = FrozenSet.Create(StringComparer.Ordinal,
    [
        TopicNames.Schedule, TopicNames.TransactionHalf, TopicNames.TransactionOp, TopicNames.TransactionCheckMaxTime,
        TopicNames.SelfTest, TopicNames.OffsetMovedEvent,
    ]);

    /// <summary>The system topics that have a fixed name.</summary>
    public static IReadOnlyCollection<string> AllSystemTopics => SystemTopics;

    /// <summary>Whether a topic belongs to the system. Cluster and broker names do too; those only the broker knows.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>True for a system topic and for <c>rmq_sys_...</c>.</returns>
    public static bool IsSystemTopic(string topic)
        => SystemTopics.Contains(topic) || topic.StartsWith(TopicNames.SystemPrefix, StringComparison.Ordinal);

    /// <summary>Whether clients must not send to a topic (answered with code 16).</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>True when it is forbidden.</returns>
    public static bool IsSendForbidden(string topic) => SendForbidden.Contains(topic);

    /// <summary>Checks a name.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>What is wrong, in Java's words; null when the name is allowed.</returns>
    public static string? Validate(string? topic)
    {
        if (string.IsNullOrWhiteSpace(topic)) return "The specified topic is blank.";
        if (!HasAllowedCharactersOnly(topic)) return "The specified topic contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$";
        return topic.Length > MaxLength ? "The specified topic is longer than topic max length." : null;
    }

    /// <summary>Whether a topic's or group's name has only the characters that RocketMQ allows.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True for <c>^[%|a-zA-Z0-9_-]+$</c>.</returns>
    public static bool HasAllowedCharactersOnly(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(Allowed);
}
