using System.Collections.Concurrent;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;

namespace PluggableMQ.RpcHooks.Metrics;

/// <summary>The tags of each series, made once: looking them up again allocates nothing. Bounded, because a peer chooses the codes.</summary>
internal sealed class SeriesTags(int maxSeries, bool withOutcome)
{
    private const string Other = "OTHER";
    private const string NoResponse = "NONE";

    private readonly ConcurrentDictionary<Series, KeyValuePair<string, object?>[]> _tags = new();
    private int _count;

    public KeyValuePair<string, object?>[] Get(in Series series) => _tags.TryGetValue(series, out var tags) ? tags : Add(series);

    private KeyValuePair<string, object?>[] Add(in Series series)
    {
        // Counted apart: ConcurrentDictionary.Count takes every lock. A race makes the bound late by a few entries at most.
        var full = Volatile.Read(ref _count) >= maxSeries;
        var key = full ? new Series(series.Direction, int.MinValue, null, null) : series;
        if (_tags.TryGetValue(key, out var known)) return known;
        var made = full
            ? Make(series.Direction, Other, Other, null)
            : Make(series.Direction, RequestCode.GetName(series.RequestCode), series.ResponseCode is { } code ? ResponseCode.GetName(code) : NoResponse, series.Failure);
        if (!_tags.TryAdd(key, made)) return _tags[key];
        Interlocked.Increment(ref _count);
        return made;
    }

    private KeyValuePair<string, object?>[] Make(RpcDirection direction, string request, string response, string? failure)
    {
        List<KeyValuePair<string, object?>> tags = [new("direction", direction == RpcDirection.Inbound ? "inbound" : "outbound"), new("request", request)];
        if (withOutcome) tags.Add(new("response", response));
        if (withOutcome && failure is not null) tags.Add(new("error.type", failure));
        return [.. tags];
    }
}
