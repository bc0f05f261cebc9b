using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Testing;

/// <summary>Takes what a trace dispatcher publishes; can be told to hang or to fail. Thread-safe.</summary>
public sealed class TestTracePublisher : ITracePublisher
{
    private readonly Lock _lock = new();
    private readonly List<(string Topic, string Keys, byte[] Body)> _published = [];
    private bool _hangs;
    private bool _isBroken;

    /// <summary>What was published, in order.</summary>
    public IReadOnlyList<(string Topic, string Keys, byte[] Body)> Published
    {
        get
        {
            lock (_lock) return [.. _published];
        }
    }

    /// <summary>From now on nothing is taken, and a call waits until its token is cancelled.</summary>
    public void Hang()
    {
        lock (_lock) _hangs = true;
    }

    /// <summary>From now on a call fails with an <see cref="IOException"/>.</summary>
    public void Break()
    {
        lock (_lock) _isBroken = true;
    }

    /// <summary>From now on all is taken again.</summary>
    public void Mend()
    {
        lock (_lock) _hangs = _isBroken = false;
    }

    /// <inheritdoc/>
    public async ValueTask PublishAsync(string topic, string keys, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var hangs = false;
        lock (_lock)
        {
            if (_isBroken) throw new IOException("No broker could be reached.");
            hangs = _hangs;
            if (!hangs) _published.Add((topic, keys, body.ToArray()));
        }

        if (hangs) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
