using System.Collections.Concurrent;
using System.Diagnostics;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>Listens to the client's spans and keeps those that have ended.</summary>
internal sealed class SpanCollector : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public SpanCollector(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MessageTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Ended => [.. _ended];

    public Activity Single(string name) => Assert.Single(_ended, activity => activity.DisplayName == name);

    public void Dispose() => _listener.Dispose();
}
