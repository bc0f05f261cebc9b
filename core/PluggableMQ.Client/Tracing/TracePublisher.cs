using System.Globalization;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Client.Naming;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Text;

namespace PluggableMQ.Client.Tracing;

/// <summary>Sends a trace dispatcher's messages with a producer of its own, which is not traced. It starts with the first message.</summary>
internal sealed class TracePublisher : ITracePublisher, IAsyncDisposable
{
    private const string GroupPrefix = "_INNER_TRACE_PRODUCER";
    private const string InstancePrefix = "PID_CLIENT_INNER_TRACE_PRODUCER";
    private static readonly SendOptions Options = new() { Mode = SendMode.Asynchronous };

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly Producer _producer;

    /// <summary>Makes the publisher.</summary>
    /// <param name="factory">Makes the producer.</param>
    /// <param name="traced">The traced client's settings; addresses and the like are taken over.</param>
    /// <param name="group">The traced group.</param>
    /// <param name="number">Tells publishers of one group apart.</param>
    public TracePublisher(MqClientFactory factory, MqClientOptions traced, string group, int number)
    {
        // Java's names, which operators filter by; names are cut to what a group may have.
        var name = string.Create(CultureInfo.InvariantCulture, $"{GroupPrefix}-{group}-PRODUCE-{number}");
        var options = new ProducerOptions
        {
            ProducerGroup = name.Length <= 255 ? name : name[^255..],
            SendMsgTimeout = 5_000,
            // The broker's limit, less what Java keeps free for properties.
            MaxMessageSize = 128_000 - 10_000,
            EnableMsgTrace = false,
        };
        var client = traced.Clone();
        client.InstanceName = $"{InstancePrefix}_{traced.NamesrvAddr}";
        client.VipChannelEnabled = false;
        client.Namespace = null;
        _producer = factory.CreateProducer(options, client);
    }

    /// <inheritdoc/>
    public async ValueTask PublishAsync(string topic, string keys, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var message = new Message(topic, body.ToArray(), keys: keys);
        if (_producer.State != ServiceState.Running) await StartAsync(cancellationToken).ConfigureAwait(false);
        await _producer.SendAsync(message, Options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _producer.ShutdownAsync().ConfigureAwait(false);
        _starting.Dispose();
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_producer.State == ServiceState.CreateJust) await _producer.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }
    }
}
