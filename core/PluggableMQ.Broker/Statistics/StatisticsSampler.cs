using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Scheduling;
using PluggableMQ.Broker.Topics;

namespace PluggableMQ.Broker.Statistics;

/// <summary>Looks at the counters each second and keeps what rates and daily totals need.</summary>
internal sealed class StatisticsSampler : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private const int MinuteEvery = 10;
    private const int HourEvery = 600;
    private const int DayEvery = 3600;

    private readonly BrokerStatistics _statistics;
    private readonly TopicConfigService _topics;
    private readonly TimeProvider _clock;
    private readonly ILogger<StatisticsSampler> _logger;
    private PeriodicTask? _task;
    private long _turn;
    private DateOnly _today;

    public StatisticsSampler(BrokerStatistics statistics, TopicConfigService topics, TimeProvider clock, ILogger<StatisticsSampler> logger)
    {
        _statistics = statistics;
        _topics = topics;
        _clock = clock;
        _logger = logger;
        _today = Today;
    }

    /// <summary>Messages stored, for each second.</summary>
    public RateHistory Puts { get; } = new();

    /// <summary>Pulls that found something.</summary>
    public RateHistory Found { get; } = new();

    /// <summary>Pulls that found nothing.</summary>
    public RateHistory Missed { get; } = new();

    /// <summary>Messages given to consumers.</summary>
    public RateHistory Transferred { get; } = new();

    /// <summary>Messages stored and given out since the broker's start, at the last two midnights.</summary>
    public DailyTotals Totals { get; private set; }

    private DateOnly Today => DateOnly.FromDateTime(_clock.GetLocalNow().Date);

    public void Start() => _task = new PeriodicTask("statistics", Period, Period, _ => { Sample(); return default; }, _clock, _logger);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _task?.DisposeAsync() ?? default;

    private void Sample()
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        Puts.Sample(now, _statistics.Put.Messages);
        Found.Sample(now, _statistics.Get.Calls);
        Missed.Sample(now, _statistics.Misses);
        Transferred.Sample(now, _statistics.Get.Messages);
        _turn++;
        if (_turn % MinuteEvery == 0) ForEach(static (counter, at) => counter.History.SampleMinute(counter, at), now);
        if (_turn % HourEvery == 0) ForEach(static (counter, at) => counter.History.SampleHour(counter, at), now);
        if (_turn % DayEvery == 0) ForEach(static (counter, at) => counter.History.SampleDay(counter, at), now);
        if (Today == _today) return;
        _today = Today;
        Totals = new DailyTotals(Totals.PutTodayMorning, _statistics.Put.Messages, Totals.GetTodayMorning, _statistics.Get.Messages);
    }

    private void ForEach(Action<TrafficCounter, long> sample, long now)
    {
        foreach (var topic in _topics.All) sample(topic.Put, now);
        foreach (var (_, counter) in _statistics.Gets) sample(counter, now);
        sample(_statistics.Put, now);
        sample(_statistics.Get, now);
    }
}

/// <summary>Totals at the last two midnights.</summary>
/// <param name="PutYesterdayMorning">Messages stored until the midnight before the last.</param>
/// <param name="PutTodayMorning">Messages stored until the last midnight.</param>
/// <param name="GetYesterdayMorning">Messages given out until the midnight before the last.</param>
/// <param name="GetTodayMorning">Messages given out until the last midnight.</param>
internal readonly record struct DailyTotals(long PutYesterdayMorning, long PutTodayMorning, long GetYesterdayMorning, long GetTodayMorning);
