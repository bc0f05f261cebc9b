using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Testing;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

// Group names of its own for each test: a listener hears every instance of the meter in the process.
public sealed class RefusalsTests : IDisposable
{
    private readonly List<(string Instrument, long Value, string Tags)> _seen = [];
    private readonly RateLimitHook _hook = new(
        new RateLimitOptions { MessagesPerSecond = 1, MaxSeries = 2 }, new RpcHookCreationContext(HostRole.Broker, new ManualClock(), NullLoggerFactory.Instance));
    private readonly MeterListener _listener = new();
    private readonly string _run = Guid.NewGuid().ToString("N");

    public RefusalsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Refusals.MeterName) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var text = string.Join(';', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            lock (_seen) _seen.Add((instrument.Name, value, text));
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _hook.Dispose();
    }

    private void Send(string group, int batch = 0)
        => _hook.BeforeAsync(new FakeSend(group + _run, "T", isBatch: batch > 0, body: batch > 0 ? Batches.Of(batch) : null), CancellationToken.None);

    private (string Instrument, long Value, string Tags)[] Seen(string group)
    {
        lock (_seen) return [.. _seen.Where(entry => entry.Tags == $"group={group}{_run};topic=T")];
    }

    [Fact]
    public void Count_Refusals_SaysHowManyRequestsAndMessagesOfWhom()
    {
        Send("a");
        Assert.Empty(Seen("a"));

        Send("a", batch: 5);

        Assert.Equal([("pluggablemq.ratelimit.refused.requests", 1), ("pluggablemq.ratelimit.refused.messages", 5)], Seen("a").Select(entry => (entry.Instrument, entry.Value)));
    }

    [Fact]
    public void Count_MoreNamesThanTheBound_AreCountedUnderOther()
    {
        foreach (var group in new[] { "a", "b", "c", "d" })
        {
            Send(group);
            Send(group);
        }

        Assert.Equal([2, 2, 0, 0], new[] { "a", "b", "c", "d" }.Select(group => Seen(group).Length));
        lock (_seen) Assert.True(_seen.Count(entry => entry.Tags == "group=OTHER;topic=OTHER") >= 4);
    }
}
