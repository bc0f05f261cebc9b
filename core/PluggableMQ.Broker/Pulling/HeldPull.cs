using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Pulling;

/// <summary>A pull that waits for a message. Pooled: after it has been resumed or dropped it belongs to the pool again.</summary>
internal sealed class HeldPull : IThreadPoolWorkItem
{
    private const int ResponseFlag = 1;

    private readonly HeldPullPool _pool;
    private readonly RemotingCommand _response = new();
    private PullQuery _query;
    private RemotingConnection? _connection;
    private PullReader? _reader;
    private long _deadline;
    private int _opaque;
    private SerializeType _serializeType;

    public HeldPull(HeldPullPool pool) => _pool = pool;

    public string Topic => _query.Topic.Name;

    public int QueueId => _query.QueueId;

    public long QueueOffset => _query.QueueOffset;

    /// <summary>Whether nobody waits for the answer any more.</summary>
    public bool IsAbandoned => _connection!.Closed.IsCancellationRequested;

    /// <summary>Takes a request over.</summary>
    public void Begin(in PullQuery query, RequestContext context, PullReader reader, long deadline)
    {
        _query = query;
        _connection = context.Connection;
        _reader = reader;
        _deadline = deadline;
        _opaque = context.Request.Opaque;
        _serializeType = context.Request.SerializeType;
    }

    public bool IsOverdue(long now) => now >= _deadline;

    /// <summary>Whether a message that arrived is one that this pull waits for.</summary>
    public bool IsWokenBy(long queueEnd, long tagsCode)
        => queueEnd > _query.QueueOffset && (_query.Filter is null || _query.Filter.MatchesTagsCode(tagsCode));

    /// <summary>Answers, on the thread pool: the caller is the store's writer or holds a lock.</summary>
    public void Resume() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Forgets the pull without an answer.</summary>
    public void Drop()
    {
        _query = default;
        _connection = null;
        _reader = null;
        _response.Reset();
        _pool.Return(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        var connection = _connection!;
        try
        {
            Prepare();
            // The second pass answers whatever it finds: it is never held again and records no offset.
            _reader!.Fill(_query, _response);
        }
#pragma warning disable CA1031 // The consumer waits for an answer, whatever went wrong; nothing above this frame could give it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Prepare();
            _response.SetResult(ResponseCode.SystemError, $"{e.GetType().Name}: {e.Message}");
        }

        // Encodes before it returns; a closed connection drops it.
        var sending = connection.SendAsync(_response);
        if (!sending.IsCompletedSuccessfully) _ = sending.AsTask();
        Drop();
    }

    private void Prepare()
    {
        _response.Reset();
        _response.Flag = ResponseFlag;
        _response.Opaque = _opaque;
        _response.SerializeType = _serializeType;
    }
}
