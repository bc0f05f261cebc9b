using System.Diagnostics;
using PluggableMQ.Client.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tracing;

/// <summary>The span of one send, and the context that its messages carry. Both may be absent: not sampled, or no parent.</summary>
internal readonly struct SendActivity : IDisposable
{
    private const string Operation = "send";

    private readonly Activity? _activity;

    private SendActivity(Activity? activity)
    {
        _activity = activity;
        Headers = TraceHeaders.Of(activity);
    }

    /// <summary>What the messages carry.</summary>
    public TraceHeaders? Headers { get; }

    /// <summary>Begins the span; the caller's current activity is its parent.</summary>
    public static SendActivity Start(IReadOnlyList<Message?> messages, bool isBatch, string group, string? ns)
    {
        var first = messages.Count > 0 ? messages[0] : null;
        var topic = first?.Topic ?? "";
        var tags = SpanTags.Create(Operation, topic);
        tags[SpanTags.ClientGroup] = group;
        if (ns is not null) tags["messaging.rocketmq.namespace"] = ns;
        if (isBatch) tags[SpanTags.BatchCount] = messages.Count;
        else if (first is not null) SpanTags.AddMessage(tags, first);
        return new SendActivity(ClientActivitySource.Instance.StartActivity($"{Operation} {topic}", ActivityKind.Producer, default(ActivityContext), tags, Links(messages)));
    }

    /// <summary>A message with this span and, in place of its own properties, with those that carry the context.</summary>
    public OutgoingMessage Attach(in OutgoingMessage message)
    {
        if (!message.IsBatch) _activity?.SetTag(SpanTags.MessageId, message.UniqueId);
        if (_activity is not null && message.IsBatch) _activity.SetTag(SpanTags.BodySize, message.Body.Length);
        var properties = message.IsBatch ? null : Headers?.AddTo(message.Message);
        return message with { Activity = _activity, TracedProperties = properties is null ? null : PropertiesCodec.ToText(properties) };
    }

    /// <summary>Notes where the messages are stored.</summary>
    public void Succeed(SendResult result)
    {
        if (_activity is not { IsAllDataRequested: true } activity) return;
        activity.SetTag(SpanTags.Partition, SpanTags.NameOf(result.Queue));
        activity.SetTag(SpanTags.SendResult, result.Status.ToString());
    }

    /// <summary>Notes why the send failed.</summary>
    public void Fail(Exception failure)
    {
        if (_activity is not null) SpanTags.SetFailure(_activity, failure);
    }

    /// <summary>Notes an attempt that failed; another one may follow.</summary>
    public static void AttemptFailed(Activity? activity, int attempt, string brokerName, Exception failure)
        => activity?.AddEvent(new ActivityEvent("send attempt failed", tags: new ActivityTagsCollection
        {
            ["messaging.rocketmq.broker.name"] = brokerName,
            ["attempt"] = attempt,
            ["exception.type"] = failure.GetType().FullName,
            ["exception.message"] = failure.Message,
        }));

    /// <inheritdoc/>
    public void Dispose() => _activity?.Dispose();

    // A message that the application gave a context to keeps it; the span points there.
    private static List<ActivityLink>? Links(IReadOnlyList<Message?> messages)
    {
        List<ActivityLink>? links = null;
        foreach (var message in messages)
        {
            if (message is not null && TraceHeaders.TryRead(message, out var context)) (links ??= []).Add(new ActivityLink(context));
        }

        return links;
    }
}
