using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.RpcHooks.Metrics.Tests;

public sealed class MetricsHookTests : IDisposable
{
    // A meter of its own for each test: listeners see the whole process.
    private readonly string _meter = "test." + Guid.NewGuid().ToString("N");
    private readonly MeterListener _listener = new();
    private readonly List<(string Instrument, double Value, string Tags)> _measured = [];
    private readonly MetricsHook _hook;

    public MetricsHookTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == _meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        _listener.Start();
        _hook = Create(maxSeries: 1024);
    }

    public void Dispose()
    {
        _hook.Dispose();
        _listener.Dispose();
    }

    private MetricsHook Create(int maxSeries) => new(
        new MetricsOptions { MeterName = _meter, MaxSeries = maxSeries },
        new RpcHookCreationContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));

    private void Note(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        => _measured.Add((instrument, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));

    private static async Task RunAsync(MetricsHook hook, RpcHookContext context)
    {
        await hook.BeforeAsync(context, CancellationToken.None);
        await hook.AfterAsync(context, CancellationToken.None);
    }

    [Fact]
    public async Task After_AnsweredRequest_IsCountedAndTimedByItsCodes()
    {
        await RunAsync(_hook, new FakeRpcContext(RpcDirection.Inbound, 310, 0));

        const string Tags = "direction=inbound request=SEND_MESSAGE_V2 response=SUCCESS";
        Assert.Equal([("pluggablemq.rpc.requests", 1, Tags), ("pluggablemq.rpc.duration", 0.25, Tags)], _measured);
    }

    [Fact]
    public async Task After_FailedRequest_NamesTheFailure()
    {
        await RunAsync(_hook, new FakeRpcContext(RpcDirection.Outbound, 105, null, new TimeoutException()));

        Assert.Equal("direction=outbound request=GET_ROUTEINFO_BY_TOPIC response=NONE error.type=TimeoutException", _measured[0].Tags);
    }

    [Fact]
    public async Task Before_RequestWithBody_CountsItsBytes()
    {
        await RunAsync(_hook, new FakeRpcContext(RpcDirection.Inbound, 310, 0, bodyLength: 128));

        Assert.Equal(("pluggablemq.rpc.request.bytes", 128, "direction=inbound request=SEND_MESSAGE_V2"), _measured[0]);
    }

    [Fact]
    public async Task After_CodesBeyondTheBound_AreCountedAsOther()
    {
        using var hook = Create(maxSeries: 2);
        foreach (var code in new[] { 10, 11, 90_001, 90_002, 10 }) await RunAsync(hook, new FakeRpcContext(RpcDirection.Inbound, code, 0));

        Assert.Equal(
            ["SEND_MESSAGE", "PULL_MESSAGE", "OTHER", "OTHER", "SEND_MESSAGE"],
            _measured.Where(entry => entry.Instrument == "pluggablemq.rpc.requests").Select(entry => entry.Tags.Split(' ')[1]["request=".Length..]));
    }

    [Fact]
    public async Task After_Disposed_MeasuresNothing()
    {
        _hook.Dispose();

        await RunAsync(_hook, new FakeRpcContext(RpcDirection.Inbound, 310, 0));

        Assert.Empty(_measured);
    }

    [Fact]
    public void BeforeAndAfter_KnownSeries_AllocateNothing()
    {
        using var counting = new MeterListener();
        var counted = 0L;
        using var hook = new MetricsHook(new MetricsOptions { MeterName = _meter + ".quiet" },
            new RpcHookCreationContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));
        counting.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == _meter + ".quiet") listener.EnableMeasurementEvents(instrument);
        };
        counting.SetMeasurementEventCallback<long>((_, value, _, _) => counted += value);
        counting.SetMeasurementEventCallback<double>((_, _, _, _) => counted++);
        counting.Start();
        var context = new FakeRpcContext(RpcDirection.Inbound, 310, 0, bodyLength: 1);
        Run();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(3 * 1001, counted);

        void Run()
        {
            Assert.True(hook.BeforeAsync(context, CancellationToken.None).IsCompletedSuccessfully);
            Assert.True(hook.AfterAsync(context, CancellationToken.None).IsCompletedSuccessfully);
        }
    }
}
