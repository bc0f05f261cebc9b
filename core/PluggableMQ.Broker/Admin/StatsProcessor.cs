using PluggableMQ.Broker.Statistics;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>VIEW_BROKER_STATS_DATA (315): what was counted in the last minute, hour and day, by RocketMQ's names.</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.ViewBrokerStatsData)]
internal sealed class StatsProcessor : IRequestProcessor
{
    private readonly BrokerIdentity _identity;
    private readonly TopicConfigService _topics;
    private readonly BrokerStatistics _statistics;

    public StatsProcessor(BrokerIdentity identity, TopicConfigService topics, BrokerStatistics statistics)
    {
        _identity = identity;
        _topics = topics;
        _statistics = statistics;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var fields = context.Request.Fields;
        var name = fields.GetString("statsName"u8) ?? "";
        var key = fields.GetString("statsKey"u8) ?? "";
        if (Find(name, key) is { Calls: > 0 } counter)
        {
            var bytes = name.EndsWith("_SIZE", StringComparison.Ordinal);
            context.Response.SetBody(new BrokerStatsData
            {
                StatsMinute = Describe(counter.History.GetMinute(bytes)),
                StatsHour = Describe(counter.History.GetHour(bytes)),
                StatsDay = Describe(counter.History.GetDay(bytes)),
            }.Encode());
        }
        else
        {
            context.Response.SetResult(ResponseCode.SystemError, $"The stats <{name}> <{key}> not exist");
        }

        return default;
    }

    private TrafficCounter? Find(string name, string key)
    {
        switch (name)
        {
            case "TOPIC_PUT_NUMS" or "TOPIC_PUT_SIZE":
                return _topics.Find(key)?.Put;
            case "GROUP_GET_NUMS" or "GROUP_GET_SIZE":
                var at = key.IndexOf('@', StringComparison.Ordinal);
                return at < 0 ? null : _statistics.FindGet(key[..at], key[(at + 1)..]);
            case "BROKER_PUT_NUMS":
                return key == _identity.ClusterName ? _statistics.Put : null;
            case "BROKER_GET_NUMS":
                return key == _identity.ClusterName ? _statistics.Get : null;
            default:
                return null;
        }
    }

    private static BrokerStatsItem Describe(in TrafficSnapshot snapshot)
        => new() { Sum = snapshot.Sum, Tps = snapshot.Tps, AvgPt = snapshot.AveragePerCall };
}
