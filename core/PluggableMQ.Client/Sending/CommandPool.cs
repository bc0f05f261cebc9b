using System.Collections.Concurrent;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Sending;

/// <summary>Keeps request objects with their buffers for reuse. Thread-safe.</summary>
internal sealed class CommandPool
{
    // About 1 MB at most; more are in flight only while sends pile up.
    private const int MaxKept = 1024;

    private readonly ConcurrentQueue<RemotingCommand> _free = new();
    private int _count;

    public RemotingCommand Rent()
    {
        if (!_free.TryDequeue(out var command)) return new RemotingCommand();
        Interlocked.Decrement(ref _count);
        return command;
    }

    /// <summary>Takes a command back; it must not be in use any more.</summary>
    public void Return(RemotingCommand command)
    {
        command.Reset();
        if (Interlocked.Increment(ref _count) <= MaxKept) _free.Enqueue(command);
        else Interlocked.Decrement(ref _count);
    }
}
