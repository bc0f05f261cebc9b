using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Docs.Tests.Snippets;

public sealed class LowestQueueTests : QueueSelectionContract
{
    protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        => new PluginHarness(new LowestQueuePlugin()).Create(PluginKinds.QueueSelection, "lowest-queue", context);
}

public sealed class EnvironmentLookupTests : AddressingContract
{
    public EnvironmentLookupTests() => Environment.SetEnvironmentVariable("DOCS_NAMESERVERS", "10.0.0.1:9876; 10.0.0.2:9876");

    protected override IReadOnlyList<string> Expected => ["10.0.0.1:9876", "10.0.0.2:9876"];

    protected override ITopAddressing Create(TopAddressingContext context)
        => new PluginHarness(new EnvironmentPlugin(), ("variable", "DOCS_NAMESERVERS")).Create(PluginKinds.Addressing, "environment", context);
}

public sealed class NoOneWayTests : RpcHookContract
{
    protected override IRpcHook Create(RpcHookCreationContext context)
        => new PluginHarness(new NoOneWayPlugin()).Create(PluginKinds.RpcHook, "no-one-way", context);
}

public sealed class CountingTests : TraceDispatcherContract
{
    protected override ITraceDispatcher Create(TraceDispatcherContext context)
        => new PluginHarness(new CountingPlugin()).Create(PluginKinds.Tracing, "counting", context);
}

public sealed class LimitedTransportTests : TransportContract
{
    protected override ITransport Create(TransportContext context)
        => new LimitedTransport(new PluginHarness(new TcpTransportPlugin()).Create(PluginKinds.Transport, "tcp", context), maxConnections: 1000);
}

public sealed class QuietHoursTests : StoreDecoratorContract
{
    protected override IMessageStore Create(StoreDecoratorContext context)
        => new PluginHarness(new QuietHoursPlugin()).Create(PluginKinds.StoreDecorator, "quiet-hours", context);
}

// docs/spi/tracing.md
internal static class TracingSnippet
{
    public static void HandleAll(PullResult pulled)
    {
        foreach (var message in pulled.Messages)
        {
            using var span = MessageTracing.StartProcess(message, "shop-reader");
            Handle(message);
        }
    }

    private static void Handle(MessageExt message) => GC.KeepAlive(message);
}

/// <summary>The helpers of docs/writing-a-plugin.md.</summary>
public sealed class HelperTests
{
    [Fact]
    public async Task FrameProxy_BetweenProducerAndQueue_ShowsAndBreaks()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options => options.Transport = "tcp");
        await mq.CreateTopicAsync("orders");
        await using var proxy = mq.StartBrokerProxy(frame => frame.IsRequest(RequestCode.SendMessageV2)
            ? FrameAction.Answer(frame, ResponseCode.SystemBusy, "busy")
            : FrameAction.Pass);
        var failure = await Assert.ThrowsAsync<MqServerException>(() => mq.SendAsync("orders", "a"));
        Assert.Equal(ResponseCode.SystemBusy, failure.ResponseCode);
        Assert.Contains(proxy.Frames, frame => frame.IsRequest(RequestCode.SendMessageV2));
    }

    [Fact]
    public void ManualClock_Advanced_FiresWhatIsDue()
    {
        var clock = new ManualClock();
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(3, fired);
    }
}
