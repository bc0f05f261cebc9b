using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.RpcHooks;

namespace Acme.Hooks.Audit;

/// <summary>Refuses messages to topics that begin with a prefix and messages that are too long, and counts them.</summary>
internal sealed partial class AuditHook : IRpcHook, IRpcHookFailurePolicy, IDisposable
{
    // SEND_MESSAGE, SEND_MESSAGE_V2 and SEND_BATCH_MESSAGE; the second and third write their fields' names as one letter.
    private const int Send = 10;
    private const int SendV2 = 310;
    private const int SendBatch = 320;
    private const int MessageIllegal = 13;

    private readonly AuditOptions _options;
    private readonly ILogger _logger;
    private readonly Meter _meter = new("Acme.Hooks.Audit");
    private readonly Counter<long> _refusals;
    private long _refused;

    public AuditHook(AuditOptions options, RpcHookCreationContext context)
    {
        _options = options;
        _logger = context.LoggerFactory.CreateLogger("Acme.Hooks.Audit");
        _refusals = _meter.CreateCounter<long>("audit.refused", "{message}", "Messages that the rule refused.");
    }

    /// <inheritdoc/>
    public string Name => "audit";

    /// <inheritdoc/>
    public RpcHookFailureMode OnFailure => RpcHookFailureMode.FailClosed;

    /// <inheritdoc/>
    public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken)
    {
        if (context.Direction == RpcDirection.Inbound && TopicOf(context) is { } topic && WhatIsWrong(topic, context.RequestBody.Length) is { } reason)
        {
            var refused = Interlocked.Increment(ref _refused);
            _refusals.Add(1);
            LogRefused(_logger, topic, context.RemoteAddress, refused);
            context.Reject(MessageIllegal, reason);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private static string? TopicOf(RpcHookContext context) => context.RequestCode switch
    {
        Send => context.GetField("topic"),
        SendV2 or SendBatch => context.GetField("b"),
        _ => null,
    };

    private string? WhatIsWrong(string topic, long bytes)
    {
        if (IsForbidden(topic)) return $"Topic '{topic}' begins with '{_options.TopicPrefix}'; send to another one.";
        if (_options.MaxBytes > 0 && bytes > _options.MaxBytes) return $"The message has {bytes} bytes, {_options.MaxBytes} are allowed; send a shorter one.";
        return null;
    }

    private bool IsForbidden(string topic) => _options.TopicPrefix.Length > 0 && topic.StartsWith(_options.TopicPrefix, StringComparison.Ordinal);

    [LoggerMessage(1, LogLevel.Information, "Refused a message to {topic} from {peer}; {count} refused so far.")]
    private static partial void LogRefused(ILogger logger, string topic, string peer, long count);
}
