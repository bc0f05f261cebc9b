namespace PluggableMQ.Remoting.Dispatch;

/// <summary>Lets one log line through in a time span, however often something happens. Thread-safe.</summary>
internal sealed class LogThrottle(TimeSpan interval, TimeProvider clock)
{
    private readonly long _interval = (long)(interval.TotalSeconds * clock.TimestampFrequency);
    private long _next = long.MinValue;

    public bool TryEnter()
    {
        var now = clock.GetTimestamp();
        var next = Volatile.Read(ref _next);
        return now >= next && Interlocked.CompareExchange(ref _next, now + _interval, next) == next;
    }
}
