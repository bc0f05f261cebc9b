using System.Buffers;
using PluggableMQ.Client.Pulling;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client;

/// <summary>What a pull brought, as the broker sent it: records are read in place, and nothing is allocated for each of them.</summary>
/// <remarks>Holds the response's memory until it is disposed; records must not be used afterwards. Not thread-safe.</remarks>
public sealed class RawPullResult : IDisposable
{
    private readonly RemotingClient _remoting;
    private readonly TagFilter _filter;
    private RemotingCommand? _response;

    internal RawPullResult(PullStatus status, long nextBeginOffset, long minOffset, long maxOffset, RemotingCommand response, RemotingClient remoting, TagFilter filter)
    {
        Status = status;
        NextBeginOffset = nextBeginOffset;
        MinOffset = minOffset;
        MaxOffset = maxOffset;
        _response = response;
        _remoting = remoting;
        _filter = filter;
    }

    /// <summary>What came of it.</summary>
    public PullStatus Status { get; }

    /// <summary>Where the next pull should begin.</summary>
    public long NextBeginOffset { get; }

    /// <summary>The queue's smallest offset.</summary>
    public long MinOffset { get; }

    /// <summary>The queue's end: the offset that the next message will get.</summary>
    public long MaxOffset { get; }

    /// <summary>The length of all records in bytes.</summary>
    public int BodyLength => Response.BodyLength;

    /// <summary>The records that match the expression's tags, to be enumerated with <c>foreach</c>.</summary>
    /// <returns>The enumerator; a broken record ends it with a <see cref="MqProtocolException"/>.</returns>
    public RawMessageEnumerator GetEnumerator() => new(Records, _filter);

    /// <summary>Gives the memory back. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (_response is not { } response) return;
        _response = null;
        _remoting.Recycle(response);
    }

    /// <summary>The response's body.</summary>
    internal ReadOnlySequence<byte> Body => Response.Body;

    private ReadOnlySpan<byte> Records => Response.Body.IsSingleSegment ? Response.Body.FirstSpan : Response.Body.ToArray();

    private RemotingCommand Response => _response ?? throw new ObjectDisposedException(nameof(RawPullResult), "The pull result was disposed; its records must be used before.");
}
