using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Remoting;
using PluggableMQ.Testing;
using PluggableMQ.Transport.InMemory;

namespace PluggableMQ.Client.Tests.Instance;

/// <summary>What becomes of a client instance's address lookup.</summary>
public sealed class MqClientAddressingTests
{
    private readonly ConcurrentBag<string> _categories = [];

    [Fact]
    public async Task Shutdown_LookupIsDisposable_IsDisposedOnceItIsNotAskedAnyMore()
    {
        var addressing = new Disposable();
        await using var factory = Create(_ => addressing);
        await using var producer = factory.CreateProducer(new ProducerOptions { ProducerGroup = "G" });
        await producer.StartAsync();
        Assert.False(addressing.IsDisposed);

        await producer.ShutdownAsync();

        Assert.True(addressing.IsDisposed);
    }

    [Fact]
    public async Task StartAsync_NoLookupCanBeMade_LeavesNothingOpen()
    {
        await using var factory = Create(static _ => throw new InvalidOperationException("no lookup"));
        await using var producer = factory.CreateProducer(new ProducerOptions { ProducerGroup = "G" });

        Assert.Equal("no lookup", (await Assert.ThrowsAsync<InvalidOperationException>(() => producer.StartAsync().AsTask())).Message);

        // It would have made its log, and its timers and meter with it.
        Assert.DoesNotContain(typeof(RemotingClient).FullName, _categories);
    }

    private MqClientFactory Create(Func<TopAddressingContext, ITopAddressing> addressing)
    {
        var transport = new PluginHarness(new InMemoryTransportPlugin())
            .Create(PluginKinds.Transport, "inmemory", new TransportContext(HostRole.Client, TimeProvider.System, NullLoggerFactory.Instance));
        return new MqClientFactory(new MqClientServices
        {
            Transports = new TransportTable([transport], "inmemory"),
            Addressing = addressing,
            QueueSelection = static _ => new OrderedStrategy(),
            LoggerFactory = new Recording(_categories),
        });
    }

    private sealed class Disposable : ITopAddressing, IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return new([]);
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return default;
        }
    }

    private sealed class Recording(ConcurrentBag<string> categories) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName)
        {
            categories.Add(categoryName);
            return NullLogger.Instance;
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
