using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Scheduling;

namespace PluggableMQ.Broker.Delay;

/// <summary>
/// Delivers delayed messages (<c>ScheduleMessageService</c>). One turn each 100 ms looks at all levels, rather than a timer for each.
/// </summary>
internal sealed class DelayService : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly BrokerOptions _options;
    private readonly IMessageStore _store;
    private readonly DelayOffsets _offsets;
    private readonly TimeProvider _clock;
    private readonly ILogger<DelayService> _logger;
    private readonly DelayQueue[] _queues;
    private PeriodicTask? _delivery;
    private PeriodicTask? _saving;

    public DelayService(
        BrokerOptions options,
        DelayLevels levels,
        IMessageStore store,
        DelayOffsets offsets,
        TimeProvider clock,
        ILogger<DelayService> logger)
    {
        _options = options;
        _store = store;
        _offsets = offsets;
        _clock = clock;
        _logger = logger;
        _queues = [.. levels.All.Select((delay, index) => new DelayQueue(index + 1, delay, store, offsets, logger))];
    }

    /// <summary>Begins to deliver. The store is open.</summary>
    public void Start()
    {
        if (_store.IsDurable) _offsets.Load();
        foreach (var queue in _queues) queue.CorrectOffset();
        _delivery = new PeriodicTask("delayed messages", FirstDelay, Turn, DeliverAsync, _clock, _logger);
        if (!_store.IsDurable) return;
        var period = TimeSpan.FromMilliseconds(_options.FlushDelayOffsetInterval);
        _saving = new PeriodicTask("delay offsets", period, period, _ => { _offsets.Save(); return default; }, _clock, _logger);
    }

    /// <summary>Adds what the broker's runtime information shows: delivered and end of each level in use.</summary>
    public void CollectRuntimeInfo(IDictionary<string, string> info)
    {
        foreach (var (level, offset) in _offsets.GetSnapshot().OffsetTable)
        {
            if (level >= 1 && level <= _queues.Length)
                info[FormattableString.Invariant($"scheduleMessageOffset_{level}")] = FormattableString.Invariant(
                    $"{offset},{_queues[level - 1].End}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_delivery is not null) await _delivery.DisposeAsync();
        if (_saving is null) return;
        await _saving.DisposeAsync();
        _offsets.Save();
    }

    private async ValueTask DeliverAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var queue in _queues) await queue.DeliverAsync(now, cancellationToken);
    }
}
