using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.RpcHooks;

namespace Template._1;

/// <summary>Refuses messages to topics that begin with a prefix, and counts them.</summary>
internal sealed partial class MyHookHook : IRpcHook, IRpcHookFailurePolicy, IDisposable
{
    // SEND_MESSAGE, SEND_MESSAGE_V2 and SEND_BATCH_MESSAGE; the second and third write their fields' names as one letter.
    private const int Send = 10;
    private const int SendV2 = 310;
    private const int SendBatch = 320;
    private const int MessageIllegal = 13;

    private readonly MyHookOptions _options;
    private readonly ILogger _logger;
    private readonly Meter _meter = new("Template.1");
    private readonly Counter<long> _refusals;
    private long _refused;

    public MyHookHook(MyHookOptions options, RpcHookCreationContext context)
    {
        _options = options;
        _logger = context.LoggerFactory.CreateLogger("Template.1");
        _refusals = _meter.CreateCounter<long>("my-hook.refused", "{message}", "Messages that the rule refused.");
    }

    /// <inheritdoc/>
    public string Name => "my-hook";

    /// <inheritdoc/>
    public RpcHookFailureMode OnFailure => RpcHookFailureMode.FailClosed;

    /// <inheritdoc/>
    public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken)
    {
        if (context.Direction == RpcDirection.Inbound && TopicOf(context) is { } topic && IsForbidden(topic))
        {
            var refused = Interlocked.Increment(ref _refused);
            _refusals.Add(1);
            LogRefused(_logger, topic, context.RemoteAddress, refused);
            context.Reject(MessageIllegal, $"Topic '{topic}' begins with '{_options.TopicPrefix}'; send to another one.");
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

    private bool IsForbidden(string topic) => _options.TopicPrefix.Length > 0 && topic.StartsWith(_options.TopicPrefix, StringComparison.Ordinal);

    [LoggerMessage(1, LogLevel.Information, "Refused a message to {topic} from {peer}; {count} refused so far.")]
    private static partial void LogRefused(ILogger logger, string topic, string peer, long count);
}
