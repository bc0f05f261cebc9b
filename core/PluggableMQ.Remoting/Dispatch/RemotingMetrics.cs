using System.Diagnostics.Metrics;

namespace PluggableMQ.Remoting.Dispatch;

/// <summary>Instruments that are read when somebody looks: connections count for themselves, so that a frame costs no shared
/// counter.</summary>
internal sealed class RemotingMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly RemotingRuntime _runtime;
    private long _receivedFrames;
    private long _receivedBytes;
    private long _sentFrames;
    private long _sentBytes;
    private long _flushes;

    public RemotingMetrics(RemotingRuntime runtime, string name)
    {
        _runtime = runtime;
        _meter = new Meter("PluggableMQ.Remoting", null, [new("endpoint", name)]);
        _meter.CreateObservableUpDownCounter(
            "pluggablemq.remoting.connections", () => _runtime.ConnectionCount, "{connection}", "Open connections.");
        _meter.CreateObservableUpDownCounter(
            "pluggablemq.remoting.requests.in_flight", () => _runtime.InFlight.Count, "{request}", "Received requests in work that did " +
            "not complete at once.");
        _meter.CreateObservableUpDownCounter(
            "pluggablemq.remoting.calls.pending", () => Sum(static c => c.Calls.Count, 0), "{request}", "Sent requests that wait for " +
            "their response.");
        _meter.CreateObservableCounter(
            "pluggablemq.remoting.frames.received", () => Sum(static c => c.Received, _receivedFrames), "{frame}", "Frames received.");
        _meter.CreateObservableCounter(
            "pluggablemq.remoting.bytes.received", () => Sum(static c => c.ReceivedBytes, _receivedBytes), "By", "Bytes received.");
        _meter.CreateObservableCounter(
            "pluggablemq.remoting.frames.sent", () => Sum(static c => c.Output.Frames, _sentFrames), "{frame}", "Frames written.");
        _meter.CreateObservableCounter(
            "pluggablemq.remoting.bytes.sent", () => Sum(static c => c.Output.Bytes, _sentBytes), "By", "Bytes written.");
        _meter.CreateObservableCounter(
            "pluggablemq.remoting.flushes", () => Sum(static c => c.Output.Flushes, _flushes), "{flush}", "Flushes; frames share them.");
    }

    /// <summary>Keeps the counts of a connection that has closed.</summary>
    public void Closed(RemotingConnection connection)
    {
        Interlocked.Add(ref _receivedFrames, connection.Received);
        Interlocked.Add(ref _receivedBytes, connection.ReceivedBytes);
        Interlocked.Add(ref _sentFrames, connection.Output.Frames);
        Interlocked.Add(ref _sentBytes, connection.Output.Bytes);
        Interlocked.Add(ref _flushes, connection.Output.Flushes);
    }

    public void Dispose() => _meter.Dispose();

    private long Sum(Func<RemotingConnection, long> count, long closed)
    {
        foreach (var connection in _runtime.Connections) closed += count(connection);
        return closed;
    }
}
