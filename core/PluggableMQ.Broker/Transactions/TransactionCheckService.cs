using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Offsets;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Scheduling;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Transactions;

/// <summary>
/// Goes through the half queue and asks producers about what is not settled (<c>TransactionalMessageServiceImpl.check</c>).
/// </summary>
internal sealed class TransactionCheckService : IAsyncDisposable
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(60);

    private readonly BrokerOptions _options;
    private readonly IMessageReader _reader;
    private readonly HalfMessageRenewal _renewal;
    private readonly TransactionCheckRequests _requests;
    private readonly TopicConfigService _topics;
    private readonly ConsumerOffsetService _offsets;
    private readonly TimeProvider _clock;
    private readonly ILogger<TransactionCheckService> _logger;
    private PeriodicTask? _rounds;

    public TransactionCheckService(
        BrokerOptions options,
        IMessageStore store,
        HalfMessageRenewal renewal,
        TransactionCheckRequests requests,
        TopicConfigService topics,
        ConsumerOffsetService offsets,
        TimeProvider clock,
        ILogger<TransactionCheckService> logger)
    {
        _options = options;
        _reader = store.Reader;
        _renewal = renewal;
        _requests = requests;
        _topics = topics;
        _offsets = offsets;
        _clock = clock;
        _logger = logger;
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Begins to check, a first time after one interval.</summary>
    public void Start()
    {
        var interval = TimeSpan.FromMilliseconds(_options.TransactionCheckInterval);
        _rounds = new PeriodicTask("transaction check", interval, interval, CheckAsync, _clock, _logger);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _rounds?.DisposeAsync() ?? default;

    private async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        _topics.GetOrCreate(TopicNames.TransactionHalf, 1, Permission.Read | Permission.Write);
        var halfOffset = GetProgress(TopicNames.TransactionHalf);
        var opOffset = GetProgress(TopicNames.TransactionOp);
        var settled = new SettledHalves(_reader, opOffset);
        settled.Refresh();
        var reached = await WalkAsync(halfOffset, settled, cancellationToken);
        SetProgress(TopicNames.TransactionHalf, halfOffset, reached);
        SetProgress(TopicNames.TransactionOp, opOffset, settled.GetProgress(reached, opOffset));
    }

    /// <summary>Goes through the half queue up to what is too young; returns how far it came.</summary>
    private async ValueTask<long> WalkAsync(long offset, SettledHalves settled, CancellationToken cancellationToken)
    {
        var began = Now;
        // What is put back in this round is for the next one.
        var end = _reader.GetMaxOffset(TopicNames.TransactionHalf, 0);
        while (offset < end && !cancellationToken.IsCancellationRequested && Now - began <= (long)LongestRound.TotalMilliseconds)
        {
            if (settled.Contains(offset))
            {
                offset++;
                continue;
            }

            using var result = new MessageReadResult();
            _reader.Read(
                new MessageReadRequest { Topic = TopicNames.TransactionHalf, QueueId = 0, QueueOffset = offset, MaxCount = 1 }, result);
            if (result.Count == 0)
            {
                if (result.NextBeginOffset <= offset) break;
                offset = result.NextBeginOffset;
                continue;
            }

            if (StoredRecord.TryRead(result.Entries[0], out var half) && !await HandleAsync(half, settled, began)) break;
            offset++;
        }

        return offset;
    }

    /// <summary>Handles one half message that is not settled; false ends the round, because what follows is younger still.</summary>
    private async ValueTask<bool> HandleAsync(StoredRecord half, SettledHalves settled, long began)
    {
        // Put back before because it was too young; what its producer settled was the first record.
        if (HalfMessages.TryGetNumber(half, "TRAN_PREPARED_QUEUE_OFFSET"u8, out var first) && settled.Contains(first)) return true;
        var checks = HalfMessages.TryGetNumber(half, "TRANSACTION_CHECK_TIMES"u8, out var times)
            ? (int)Math.Clamp(times, 0, int.MaxValue - 1)
            : 0;
        var age = began - half.Header.BornTimestamp;
        if (checks >= _options.TransactionCheckMax || age > (long)HalfMessageRenewal.LongestLife.TotalMilliseconds)
        {
            BrokerLog.HalfMessageGivenUp(_logger, half.Header.QueueOffset, half.GetProperty("PGROUP"u8) ?? "", checks);
            return await _renewal.GiveUpAsync(half);
        }

        if (half.Header.StoreTimestamp >= began) return false;
        if (HalfMessages.TryGetNumber(half, "CHECK_IMMUNITY_TIME_IN_SECONDS"u8, out var seconds) && seconds > 0)
        {
            // Too young by its own word: put back, with the offset that its producer will settle.
            if (age < seconds * 1000) return await _renewal.PutBackAsync(half, checks, null);
        }
        else if (age >= 0 && age < _options.TransactionTimeOut)
        {
            return false;
        }

        // Its producer may have answered since the round began; asking again would make it answer twice.
        settled.Refresh();
        return settled.Contains(half.Header.QueueOffset) || await _renewal.PutBackAsync(half, checks + 1, _requests);
    }

    private long GetProgress(string topic)
        => _offsets.TryGet(HalfMessages.ProgressGroup, topic, 0, out var offset) ? offset : Math.Max(0, _reader.GetMinOffset(topic, 0));

    private void SetProgress(string topic, long before, long after)
    {
        if (before != after) _offsets.Commit(HalfMessages.ProgressGroup, topic, 0, after);
    }
}
