using System.Diagnostics;
using PluggableMQ.Client.Tracing;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <summary>Ties what a consumer does with a message to the trace of its producer, by the W3C context in the message's properties.</summary>
/// <remarks>
/// While somebody listens to <see cref="SourceName"/> (the trace plugin <c>opentelemetry</c>, or the application's own OpenTelemetry set-up),
/// a producer makes a span <c>send TOPIC</c> for each send and puts <c>traceparent</c> and <c>tracestate</c> into the properties that go out,
/// and <see cref="PullConsumer.PullAsync"/> makes a span <c>receive TOPIC</c> for each pull that brought messages, with links to the
/// producers' spans. While nobody listens, nothing is made and messages go out as they are. Thread-safe.
/// </remarks>
public static class MessageTracing
{
    /// <summary>The name of the <see cref="ActivitySource"/> that the client's spans come from.</summary>
    public const string SourceName = "PluggableMQ.Client";

    private const string Operation = "process";

    /// <summary>Begins a span <c>process TOPIC</c> for the handling of one message: a child of the span that sent it, and current until it is
    /// disposed. An activity that is current already is linked.</summary>
    /// <param name="message">The message.</param>
    /// <param name="consumerGroup">The group that handles it, or null to leave it out.</param>
    /// <returns>The span, to be disposed when the message has been handled; null when nobody listens or it is not sampled.</returns>
    public static Activity? StartProcess(MessageExt message, string? consumerGroup = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!ClientActivitySource.Instance.HasListeners()) return null;
        var tags = SpanTags.Create(Operation, message.Topic);
        SpanTags.AddMessage(tags, message);
        tags[SpanTags.MessageId] = message.MessageId;
        tags[SpanTags.Partition] = SpanTags.NameOf(message.BrokerName, message.QueueId);
        if (consumerGroup is not null) tags[SpanTags.ConsumerGroup] = consumerGroup;
        var hasParent = TraceHeaders.TryRead(message, out var parent);
        ActivityLink[]? links = hasParent && Activity.Current is { } current ? [new ActivityLink(current.Context)] : null;
        return ClientActivitySource.Instance.StartActivity($"{Operation} {message.Topic}", ActivityKind.Consumer, parent, tags, links);
    }

    /// <summary>The trace context that a message carries.</summary>
    /// <param name="message">The message.</param>
    /// <param name="context">The context; remote.</param>
    /// <returns>False when it carries none, or one that is malformed.</returns>
    public static bool TryGetContext(Message message, out ActivityContext context)
    {
        ArgumentNullException.ThrowIfNull(message);
        return TraceHeaders.TryRead(message, out context);
    }
}
