using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Transactions;

/// <summary>Which half messages the op queue says are settled, as far as the check has not passed them.</summary>
internal sealed class SettledHalves
{
    private const int BatchSize = 32;

    private readonly IMessageReader _reader;
    private readonly HashSet<long> _settled = [];
    private readonly Queue<(long OpOffset, long HalfOffset)> _ops = new();

    private long _next;

    /// <param name="reader">Reads the op queue.</param>
    /// <param name="from">The first op that matters.</param>
    public SettledHalves(IMessageReader reader, long from)
    {
        _reader = reader;
        _next = from;
    }

    /// <summary>Reads what the op queue has got, up to its end.</summary>
    public void Refresh()
    {
        using var result = new MessageReadResult();
        while (true)
        {
            result.Reset();
            _reader.Read(
                new MessageReadRequest { Topic = TopicNames.TransactionOp, QueueId = 0, QueueOffset = _next, MaxCount = BatchSize },
                result);
            foreach (ref readonly var entry in result.Entries)
            {
                if (!StoredRecord.TryRead(entry, out var op)
                    || !HeaderFields.TryParseInt64(op.Header.GetBody(entry.Record.Span), out var half))
                    half = -1;
                _settled.Add(half);
                _ops.Enqueue((entry.QueueOffset, half));
            }

            if (result.Count == 0 || result.NextBeginOffset <= _next) return;
            _next = result.NextBeginOffset;
        }
    }

    /// <summary>Whether a half message is settled.</summary>
    public bool Contains(long halfOffset) => _settled.Contains(halfOffset);

    /// <summary>The first op that still matters once the check has come to an offset of the half queue.</summary>
    public long GetProgress(long halfOffset, long opOffset)
    {
        foreach (var (op, half) in _ops)
        {
            if (half >= halfOffset) return op;
            opOffset = op + 1;
        }

        return opOffset;
    }
}
