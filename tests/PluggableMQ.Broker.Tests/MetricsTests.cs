using System.Diagnostics.Metrics;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Meter_OfABroker_CountsWhatItStoresAndGivesOut()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.BrokerName = "metered");
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "PluggableMQ.Broker" && instrument.Meter.Tags?.Any(tag => Equals(tag.Value, broker.Options.BrokerName)) == true)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[instrument.Name] = seen.GetValueOrDefault(instrument.Name) + value);
        listener.Start();

        for (var i = 0; i < 3; i++) await broker.AskAsync(Requests.Send("Orders"));
        await broker.AskAsync(Requests.Pull("Orders"));
        var held = await broker.AskAndHoldAsync(Requests.Pull("Orders", offset: 3, sysFlag: PullSysFlag.Suspend, suspend: 60_000));
        listener.RecordObservableInstruments();

        Assert.Equal((3, 3, 1), (seen["pluggablemq.broker.messages.stored"], seen["pluggablemq.broker.messages.pulled"], seen["pluggablemq.broker.pulls.empty"]));
        Assert.Equal((1, 1), (seen["pluggablemq.broker.pulls.held"], seen["pluggablemq.broker.connections"]));
        Assert.False(held.IsCompleted);
    }
}
