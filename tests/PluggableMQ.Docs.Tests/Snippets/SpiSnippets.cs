using System.Collections.Concurrent;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Docs.Tests.Snippets;

// docs/spi/queue-selection.md
internal sealed class LowestQueue : IQueueSelectionStrategy
{
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        foreach (var queue in request.Queues)
        {
            if (queue.BrokerName != request.LastBrokerName) return queue;
        }

        return request.Queues[0];
    }

    public void Report(in SendOutcome outcome)
    {
    }
}

public sealed class LowestQueuePlugin : IPlugin
{
    public void Configure(IPluginRegistry registry, IPluginContext context)
        => registry.Add(PluginKinds.QueueSelection, "lowest-queue", _ => new LowestQueue());
}

// docs/spi/addressing.md
internal sealed class EnvironmentLookup(string variable) : ITopAddressing
{
    public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
    {
        var text = Environment.GetEnvironmentVariable(variable) ?? "";
        IReadOnlyList<string> addresses = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ValueTask.FromResult(addresses);
    }
}

public sealed class EnvironmentPlugin : IPlugin
{
    public void Configure(IPluginRegistry registry, IPluginContext context)
        => registry.Add(PluginKinds.Addressing, "environment", _ => new EnvironmentLookup(context.Options["variable"] ?? "MY_NAMESERVERS"));
}

// docs/spi/rpc-hooks.md
internal sealed class NoOneWay : IRpcHook, IRpcHookFailurePolicy
{
    public string Name => "no-one-way";

    public RpcHookFailureMode OnFailure => RpcHookFailureMode.FailOpen;

    public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken)
    {
        if (context is { Direction: RpcDirection.Inbound, RequestCode: 310, IsOneWay: true })
            context.Reject(16, "Sends without an answer are not taken here; wait for the answer.");
        return ValueTask.CompletedTask;
    }

    public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

public sealed class NoOneWayPlugin : IPlugin
{
    public void Configure(IPluginRegistry registry, IPluginContext context)
        => registry.Add(PluginKinds.RpcHook, "no-one-way", _ => new NoOneWay());
}

// docs/spi/tracing.md
internal sealed class CountingDispatcher(string group, ILogger logger) : ITraceDispatcher
{
    private readonly ConcurrentDictionary<string, long> _failed = new();

    public ValueTask DispatchAsync(ReadOnlyMemory<TraceRecord> batch, CancellationToken cancellationToken)
    {
        foreach (var record in batch.Span)
        {
            if (record.Success) continue;
            foreach (var message in record.Messages)
            {
                var count = _failed.AddOrUpdate(message.Topic, 1, (_, before) => before + 1);
                if (count % 100 == 1) logger.LogWarning("{Group}: {Count} sends to {Topic} failed.", group, count, message.Topic);
            }
        }

        return ValueTask.CompletedTask;
    }
}

public sealed class CountingPlugin : IPlugin
{
    public void Configure(IPluginRegistry registry, IPluginContext context)
        => registry.Add(PluginKinds.Tracing, "counting", made => new CountingDispatcher(made.Group, made.LoggerFactory.CreateLogger("Counting")));
}

// docs/spi/transport.md
internal sealed class LimitedTransport(ITransport inner, int maxConnections) : ITransport
{
    private int _open;

    public string Scheme => "limited";

    public ValueTask<ITransportListener> ListenAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
        => inner.ListenAsync(endpoint with { Scheme = inner.Scheme }, cancellationToken);

    public async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _open) > maxConnections)
        {
            Interlocked.Decrement(ref _open);
            throw new TransportException($"{maxConnections} connections are open, which is the limit; close one, or raise maxConnections.", endpoint);
        }

        try
        {
            var connection = await inner.ConnectAsync(endpoint with { Scheme = inner.Scheme }, cancellationToken);
            connection.Closed.Register(() => Interlocked.Decrement(ref _open));
            return connection;
        }
        catch
        {
            Interlocked.Decrement(ref _open);
            throw;
        }
    }
}

// docs/spi/storage.md
internal sealed class QuietHours(StoreDecoratorContext context) : IMessageStore, IMessageAppender
{
    private readonly IMessageStore _inner = context.Inner;

    public bool IsDurable => _inner.IsDurable;

    public IMessageAppender Appender => this;

    public IMessageReader Reader => _inner.Reader;

    public IStoreHealth Health => _inner.Health;

    public ValueTask<AppendResult> AppendAsync(in MessageRecord message)
        => IsQuiet ? ValueTask.FromResult(AppendResult.Failed(AppendStatus.ServiceNotAvailable)) : _inner.Appender.AppendAsync(message);

    public ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets)
        => IsQuiet ? ValueTask.FromResult(AppendResult.Failed(AppendStatus.ServiceNotAvailable)) : _inner.Appender.AppendBatchAsync(messages, physicalOffsets);

    public ValueTask StartAsync(CancellationToken cancellationToken) => _inner.StartAsync(cancellationToken);

    public ValueTask StopAsync(CancellationToken cancellationToken) => _inner.StopAsync(cancellationToken);

    public TFeature? GetFeature<TFeature>() where TFeature : class => _inner.GetFeature<TFeature>();

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private bool IsQuiet => context.Store.Clock.GetUtcNow().Hour == 3;
}

public sealed class QuietHoursPlugin : IPlugin
{
    public void Configure(IPluginRegistry registry, IPluginContext context)
        => registry.Add(PluginKinds.StoreDecorator, "quiet-hours", made => new QuietHours(made));
}
