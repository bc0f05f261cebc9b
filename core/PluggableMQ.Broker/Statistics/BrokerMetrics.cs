using System.Diagnostics.Metrics;

namespace PluggableMQ.Broker.Statistics;

/// <summary>What the broker counts, for <c>System.Diagnostics.Metrics</c>: meter <c>PluggableMQ.Broker</c>. Costs nothing while nobody listens.</summary>
internal sealed class BrokerMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PluggableMQ.Broker";

    private readonly Meter _meter;

    /// <param name="identity">The broker's name becomes a tag of every measurement.</param>
    /// <param name="statistics">The counters.</param>
    /// <param name="heldPulls">How many pulls are held.</param>
    /// <param name="connections">How many connections are open.</param>
    public BrokerMetrics(BrokerIdentity identity, BrokerStatistics statistics, Func<int> heldPulls, Func<int> connections)
    {
        _meter = new Meter(new MeterOptions(MeterName) { Tags = [new KeyValuePair<string, object?>("broker", identity.BrokerName)] });
        _meter.CreateObservableCounter("pluggablemq.broker.messages.stored", () => statistics.Put.Messages, "{message}", "Messages stored for producers.");
        _meter.CreateObservableCounter("pluggablemq.broker.bytes.stored", () => statistics.Put.Bytes, "By", "Bytes of records stored for producers.");
        _meter.CreateObservableCounter("pluggablemq.broker.messages.refused", () => statistics.FailedPuts, "{message}", "Messages that the store did not take.");
        _meter.CreateObservableCounter("pluggablemq.broker.messages.pulled", () => statistics.Get.Messages, "{message}", "Messages given to consumers.");
        _meter.CreateObservableCounter("pluggablemq.broker.bytes.pulled", () => statistics.Get.Bytes, "By", "Bytes of records given to consumers.");
        _meter.CreateObservableCounter("pluggablemq.broker.pulls.empty", () => statistics.Misses, "{pull}", "Pulls that found nothing.");
        _meter.CreateObservableUpDownCounter("pluggablemq.broker.pulls.held", heldPulls, "{pull}", "Pulls that wait for a message.");
        _meter.CreateObservableUpDownCounter("pluggablemq.broker.connections", connections, "{connection}", "Open connections, on both ports.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
