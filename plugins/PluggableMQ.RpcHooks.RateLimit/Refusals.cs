using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>Counts what was refused, by group and topic. Tags are made once for each pair, and bounded, because a peer chooses the names.</summary>
internal sealed class Refusals : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PluggableMQ.RateLimit";

    private static readonly KeyValuePair<string, object?>[] Other = [new("group", "OTHER"), new("topic", "OTHER")];

    private readonly ConcurrentDictionary<(string Group, string Topic), KeyValuePair<string, object?>[]> _tags = new();
    private readonly int _maxSeries;
    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _messages;

    public Refusals(int maxSeries)
    {
        _maxSeries = maxSeries;
        _meter = new Meter(MeterName, typeof(Refusals).Assembly.GetName().Version?.ToString(3));
        _requests = _meter.CreateCounter<long>("pluggablemq.ratelimit.refused.requests", "{request}", "Sends that were refused.");
        _messages = _meter.CreateCounter<long>("pluggablemq.ratelimit.refused.messages", "{message}", "Messages of the sends that were refused.");
    }

    public void Count(Bucket bucket, ReadOnlySpan<byte> group, ReadOnlySpan<byte> topic, int messages)
    {
        if (!_requests.Enabled && !_messages.Enabled) return;
        // Two threads may both make them; the dictionary hands both the same.
        var tags = bucket.Tags ??= MakeTags(Encoding.UTF8.GetString(group), Encoding.UTF8.GetString(topic));
        _requests.Add(1, tags);
        _messages.Add(messages, tags);
    }

    public void Dispose() => _meter.Dispose();

    private KeyValuePair<string, object?>[] MakeTags(string group, string topic)
    {
        if (_tags.TryGetValue((group, topic), out var known)) return known;
        // Rare (the first refusal of a bucket), so that the count may take the dictionary's locks; a race makes the bound late by a few.
        if (_tags.Count >= _maxSeries) return Other;
        List<KeyValuePair<string, object?>> tags = [];
        if (group.Length > 0) tags.Add(new("group", group));
        if (topic.Length > 0) tags.Add(new("topic", topic));
        return _tags.GetOrAdd((group, topic), [.. tags]);
    }
}
