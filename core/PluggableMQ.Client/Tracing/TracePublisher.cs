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

    // Nobody takes its wait handle: there is nothing to dispose.
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly Func<Producer> _create;
    private Producer _producer;
    private bool _isDisposed;

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
        _create = () => factory.CreateProducer(options, client);
        _producer = _create();
    }

    /// <inheritdoc/>
    public async ValueTask PublishAsync(string topic, string keys, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var message = new Message(topic, body.ToArray(), keys: keys);
        var producer = Volatile.Read(ref _producer);
        if (producer.State != ServiceState.Running) producer = await StartAsync(cancellationToken).ConfigureAwait(false);
        await producer.SendAsync(message, Options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A start that is under way is waited for, and none comes after it.
        await _starting.WaitAsync().ConfigureAwait(false);
        _isDisposed = true;
        _starting.Release();
        await _producer.ShutdownAsync().ConfigureAwait(false);
    }

    private async ValueTask<Producer> StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            // A producer is started once; one that could not be is of no use any more.
            if (_producer.State == ServiceState.StartFailed) Volatile.Write(ref _producer, _create());
            if (_producer.State == ServiceState.CreateJust) await _producer.StartAsync(cancellationToken).ConfigureAwait(false);
            return _producer;
        }
        finally
        {
            _starting.Release();
        }
    }
}
