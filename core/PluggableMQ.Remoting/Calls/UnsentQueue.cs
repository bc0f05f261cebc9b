using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Dispatch;
using PluggableMQ.Remoting.Output;

namespace PluggableMQ.Remoting.Calls;

/// <summary>
/// Requests that wait, in order and unencoded, until the peer reads again. Each one belongs to a pending call, which bounds their number
/// and ends their wait: by time-out, cancellation or close. Thread-safe.
/// </summary>
internal sealed class UnsentQueue(RemotingConnection connection, PendingCalls calls, FrameOutput output)
{
    private const int CompactionThreshold = 1024;

    // Held while a request is encoded, so that a call that ends meanwhile does not give the request back to its caller too early.
    private readonly Lock _gate = new();
    private readonly Queue<(PendingCall Call, int Opaque)> _waiting = new();
    private volatile bool _isEmpty = true;

    /// <summary>Whether nothing waits; otherwise a new request has to queue up behind.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>Queues the request of a call, and sends what can be sent.</summary>
    public void Add(PendingCall call, RemotingCommand request)
    {
        lock (_gate)
        {
            call.Unsent = request;
            _waiting.Enqueue((call, call.Opaque));
            _isEmpty = false;
            if (_waiting.Count > CompactionThreshold && _waiting.Count > 2 * calls.Count) Compact();
        }

        // A call that ended before it had its request here did not take it back.
        if (!calls.Contains(call)) Abandon(call);
        Drain();
    }

    /// <summary>Takes back the request of a call that ends, if it still waits; waits while it is being encoded.</summary>
    public void Abandon(PendingCall call)
    {
        RemotingCommand? request;
        lock (_gate)
        {
            request = call.Unsent;
            call.Unsent = null;
        }

        request?.ReleaseBody();
    }

    /// <summary>Writes as much as may be written. Called whenever the peer has taken something.</summary>
    public void Drain()
    {
        if (_isEmpty) return;
        var written = false;
        lock (_gate)
        {
            while (_waiting.TryPeek(out var head))
            {
                var (call, opaque) = head;
                // Calls are reused: another opaque means that this one ended long ago.
                if (call.Opaque != opaque || call.Unsent is not { } request)
                {
                    _waiting.Dequeue();
                    continue;
                }

                if (!TryWrite(call, request, out var failure)) break;
                // Before the call is completed: its caller's code may come back here.
                _waiting.Dequeue();
                written = true;
                if (failure is not null && calls.TryTake(call)) call.SetException(failure);
                else if (failure is null && call.EndsWhenSent && calls.TryTake(call)) call.SetResult(request);
            }

            _isEmpty = _waiting.Count == 0;
        }

        if (written) output.Flush();
    }

    // Under the lock. Requests that ended behind one that waits for long are forgotten, so that the queue is no longer than there are
    // calls, twice.
    private void Compact()
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var (call, opaque) = _waiting.Dequeue();
            if (call.Opaque == opaque && call.Unsent is not null) _waiting.Enqueue((call, opaque));
        }
    }

    // Under the lock. False when the peer does not read.
    private bool TryWrite(PendingCall call, RemotingCommand request, out Exception? failure)
    {
        failure = null;
        try
        {
            var outcome = output.WriteRequest(request, flush: false);
            // A closed output belongs to a connection that is about to fail its calls, this one too.
            if (outcome != WriteOutcome.Written) return false;
        }
        catch (Exception e)
        {
            request.ReleaseBody();
            failure = connection.OnWriteFailed(request, e);
        }

        call.Unsent = null;
        return true;
    }
}
