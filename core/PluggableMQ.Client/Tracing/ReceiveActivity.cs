using System.Diagnostics;
using PluggableMQ.Abstractions;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tracing;

/// <summary>The span of one pull. It is made afterwards, when it is known which producers' spans it points to; a pull that found nothing leaves none.</summary>
internal static class ReceiveActivity
{
    private const string Operation = "receive";

    /// <summary>Whether somebody listens.</summary>
    public static bool IsWanted => ClientActivitySource.Instance.HasListeners();

    /// <summary>Notes a pull that brought messages.</summary>
    public static void Record(MessageQueue queue, string group, IReadOnlyList<MessageExt> messages, DateTimeOffset start, DateTimeOffset end)
    {
        if (messages.Count == 0) return;
        var links = new List<ActivityLink>(messages.Count);
        foreach (var message in messages)
        {
            if (TraceHeaders.TryRead(message, out var context)) links.Add(new ActivityLink(context));
        }

        var tags = Tags(queue, group);
        tags[SpanTags.BatchCount] = messages.Count;
        Start(queue, tags, links, start)?.SetEndTime(end.UtcDateTime).Dispose();
    }

    /// <summary>Notes a pull that failed.</summary>
    public static void RecordFailure(MessageQueue queue, string group, Exception failure, DateTimeOffset start, DateTimeOffset end)
    {
        using var activity = Start(queue, Tags(queue, group), null, start);
        if (activity is null) return;
        SpanTags.SetFailure(activity, failure);
        activity.SetEndTime(end.UtcDateTime);
    }

    private static Activity? Start(MessageQueue queue, ActivityTagsCollection tags, List<ActivityLink>? links, DateTimeOffset start)
        => ClientActivitySource.Instance.StartActivity($"{Operation} {queue.Topic}", ActivityKind.Client, default(ActivityContext), tags, links, start);

    private static ActivityTagsCollection Tags(MessageQueue queue, string group)
    {
        var tags = SpanTags.Create(Operation, queue.Topic);
        tags[SpanTags.ConsumerGroup] = group;
        tags[SpanTags.Partition] = SpanTags.NameOf(queue);
        return tags;
    }
}
