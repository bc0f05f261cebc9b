using System.Globalization;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Delay;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Text;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>GET_BROKER_RUNTIME_INFO (28): keys and forms are RocketMQ's, because <c>mqadmin clusterList</c> parses them.</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.GetBrokerRuntimeInfo)]
internal sealed class RuntimeInfoProcessor : IRequestProcessor
{
    private readonly BrokerOptions _options;
    private readonly RequestClasses _classes;
    private readonly BrokerStatistics _statistics;
    private readonly StatisticsSampler _sampler;
    private readonly DelayService _delays;
    private readonly IStoreHealth _health;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _booted;

    public RuntimeInfoProcessor(
        BrokerOptions options,
        RequestClasses classes,
        BrokerStatistics statistics,
        StatisticsSampler sampler,
        DelayService delays,
        IMessageStore store,
        TimeProvider clock)
    {
        _options = options;
        _classes = classes;
        _statistics = statistics;
        _sampler = sampler;
        _delays = delays;
        _health = store.Health;
        _clock = clock;
        _booted = clock.GetUtcNow();
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        context.Response.SetBody(new KvTable { Table = Collect() }.Encode());
        return default;
    }

    private Dictionary<string, string> Collect()
    {
        var info = new Dictionary<string, string>(StringComparer.Ordinal);
        AddBroker(info);
        AddTraffic(info);
        AddQueue(info, "sendThreadPoolQueue", RequestClasses.Send);
        AddQueue(info, "pullThreadPoolQueue", RequestClasses.Pull);
        AddQueue(info, "queryThreadPoolQueue", RequestClasses.Query);
        info["EndTransactionQueueSize"] = Text(_classes.Get(RequestClasses.Transaction).InFlight);
        info["EndTransactionThreadPoolQueueCapacity"] = Text(_classes.Get(RequestClasses.Transaction).Capacity);
        _delays.CollectRuntimeInfo(info);
        _health.CollectRuntimeInfo(info);
        AddWhatToolsNeed(info);
        return info;
    }

    private void AddBroker(Dictionary<string, string> info)
    {
        var age = _clock.GetUtcNow() - _booted;
        info["bootTimestamp"] = Text(_booted.ToUnixTimeMilliseconds());
        info["brokerVersion"] = Text(MqVersion.Current);
        info["brokerVersionDesc"] = MqVersion.CurrentDescription;
        info["runtime"] = string.Create(
            CultureInfo.InvariantCulture, $"[ {age.Days} days, {age.Hours} hours, {age.Minutes} minutes, {age.Seconds} seconds ]");
        info["startAcceptSendRequestTimeStamp"] = Text(_options.StartAcceptSendRequestTimeStamp);
        info["dispatchBehindBytes"] = Text(_health.DispatchBehindBytes);
    }

    private void AddTraffic(Dictionary<string, string> info)
    {
        var totals = _sampler.Totals;
        info["msgPutTotalYesterdayMorning"] = Text(totals.PutYesterdayMorning);
        info["msgPutTotalTodayMorning"] = Text(totals.PutTodayMorning);
        info["msgPutTotalTodayNow"] = Text(_statistics.Put.Messages);
        info["msgGetTotalYesterdayMorning"] = Text(totals.GetYesterdayMorning);
        info["msgGetTotalTodayMorning"] = Text(totals.GetTodayMorning);
        info["msgGetTotalTodayNow"] = Text(_statistics.Get.Messages);
        info["putMessageTimesTotal"] = Text(_statistics.Put.Messages);
        info["putMessageFailedTimes"] = Text(_statistics.FailedPuts);
        info["putMessageSizeTotal"] = Text(_statistics.Put.Bytes);
        info["putMessageAverageSize"] = JavaDouble.ToText(_statistics.Put.Bytes / (double)Math.Max(1, _statistics.Put.Messages));
        info["putTps"] = _sampler.Puts.Describe();
        info["getFoundTps"] = _sampler.Found.Describe();
        info["getMissTps"] = _sampler.Missed.Describe();
        info["getTransferedTps"] = _sampler.Transferred.Describe();
        info["getTotalTps"] = $"{GetTotal(10)} {GetTotal(60)} {GetTotal(600)}";
    }

    private string GetTotal(int seconds)
        => JavaDouble.ToText((_sampler.Found.GetRate(seconds) ?? 0) + (_sampler.Missed.GetRate(seconds) ?? 0));

    private void AddQueue(Dictionary<string, string> info, string name, string requestClass)
    {
        var found = _classes.Get(requestClass);
        info[name + "Size"] = Text(found.InFlight);
        info[name + "Capacity"] = Text(found.Capacity);
        // Nothing waits in a queue here: requests run where they are read, or the broker says that it is busy.
        info[name + "HeadWaitTimeMills"] = "0";
    }

    // What mqadmin parses without asking whether it is there, for stores that do not know it.
    private static void AddWhatToolsNeed(Dictionary<string, string> info)
    {
        info.TryAdd("dispatchMaxBuffer", "0");
        info.TryAdd("pageCacheLockTimeMills", "0");
        info.TryAdd("earliestMessageTimeStamp", "-1");
        info.TryAdd("commitLogDiskRatio", "0.0");
        info.TryAdd("remainHowManyDataToFlush", "0 B");
        info.TryAdd("remainTransientStoreBufferNumbs", "2147483647");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
