using System.Text;

namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>A limit for some groups or topics.</summary>
/// <param name="Group">The producer group; null for all.</param>
/// <param name="Topic">The topic; null for all.</param>
/// <param name="Limit">The limit; null for none.</param>
public sealed record RateLimitOverride(string? Group, string? Topic, Limit? Limit)
{
    private readonly byte[]? _group = Group is null ? null : Encoding.UTF8.GetBytes(Group);
    private readonly byte[]? _topic = Topic is null ? null : Encoding.UTF8.GetBytes(Topic);

    /// <summary>Whether it is for a bucket.</summary>
    /// <param name="group">The producer group in UTF-8; empty when the scope leaves it out.</param>
    /// <param name="topic">The topic in UTF-8; empty when the scope leaves it out.</param>
    internal bool Matches(ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic)
        => (_group is null || group.SequenceEqual(_group)) && (_topic is null || topic.SequenceEqual(_topic));
}
