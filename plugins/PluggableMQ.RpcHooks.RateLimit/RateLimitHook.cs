using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;

namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>Refuses sends beyond a rate with SYSTEM_BUSY, as RocketMQ's flow control does: its producers do not try again by themselves.</summary>
/// <remarks>
/// Consumers' send-backs (CONSUMER_SEND_MSG_BACK) pass: refusing them would only delay retries of messages that are stored already. A one-way send
/// cannot be answered: when it is refused, its message is dropped and counted, and the sender learns nothing. Allocates nothing once a bucket is known.
/// </remarks>
internal sealed class RateLimitHook : IRpcHook, IRpcHookFailurePolicy, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly RateLimitScope _scope;
    private readonly BucketTable _buckets;
    private readonly Refusals _refusals;

    public RateLimitHook(RateLimitOptions options, RpcHookCreationContext context)
    {
        _clock = context.Clock;
        _start = context.Clock.GetTimestamp();
        _scope = options.Scope;
        _buckets = new BucketTable(options);
        _refusals = new Refusals(options.MaxSeries);
    }

    /// <inheritdoc/>
    public string Name => "rate-limit";

    /// <inheritdoc/>
    public RpcHookFailureMode OnFailure => RpcHookFailureMode.FailOpen;

    /// <summary>How many buckets are remembered.</summary>
    internal int BucketCount => _buckets.Count;

    /// <inheritdoc/>
    public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken)
    {
        if (context.Direction == RpcDirection.Inbound && context.RequestCode is RequestCode.SendMessage or RequestCode.SendMessageV2 or RequestCode.SendBatchMessage)
            Check(context);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Dispose() => _refusals.Dispose();

    private void Check(RpcHookContext context)
    {
        // The other two codes have names of one letter.
        var isShort = context.RequestCode != RequestCode.SendMessage;
        var group = Read(context, RateLimitScope.Group, isShort ? "a"u8 : "producerGroup"u8);
        var topic = Read(context, RateLimitScope.Topic, isShort ? "b"u8 : "topic"u8);
        var bucket = _buckets.Get(group, topic);
        if (bucket.Limit is not { } limit) return;
        var messages = MessageCount.Get(context);
        if (bucket.TryTake(messages, _clock.GetElapsedTime(_start).Ticks * 100)) return;
        _refusals.Count(bucket, group, topic, messages);
        context.Reject(ResponseCode.SystemBusy, limit.Remark);
    }

    // What the scope does not tell apart, and what is missing (the broker refuses that), is empty.
    private ReadOnlySpan<byte> Read(RpcHookContext context, RateLimitScope part, ReadOnlySpan<byte> field)
        => (_scope & part) != 0 && context.TryGetField(field, out var value) ? BucketKey.Cut(value) : default;
}
