using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Protocol;
using Xunit.Abstractions;

namespace PluggableMQ.Testing.Tests;

public class EmbeddedQueueTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("inmemory", "inmemory")]
    [InlineData("tcp", "commitlog")]
    public async Task SendAsync_Messages_AreReadBack(string transport, string storage)
    {
        await using var mq = await EmbeddedQueue.StartAsync(options => (options.Transport, options.Storage) = (transport, storage));

        await mq.CreateTopicAsync("orders", queues: 2);
        for (var i = 0; i < 10; i++) Assert.Equal(SendStatus.SendOk, (await mq.SendAsync("orders", $"m{i}", tags: "TagA", keys: $"k{i}")).Status);

        var messages = await mq.ReadAllAsync("orders");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"k{i}"), messages.Select(message => message.Keys).Order());
        Assert.Equal(storage == "commitlog", Directory.Exists(Path.Combine(mq.Directory, "store", "commitlog")));
    }

    [Fact]
    public async Task StartAsync_AgainAndAgain_IsReadyEachTime()
    {
        await (await EmbeddedQueue.StartAsync()).DisposeAsync();
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var since = Stopwatch.GetTimestamp();
            await using var mq = await EmbeddedQueue.StartAsync();
            var elapsed = Stopwatch.GetElapsedTime(since);
            if (elapsed < fastest) fastest = elapsed;
            Assert.NotEqual("", mq.NameServerAddress);
        }

        // Written down, not asserted: the machine may be busy with something else.
        output.WriteLine($"ready in {fastest.TotalMilliseconds:0.0} ms");
    }

    [Fact]
    public async Task StartAsync_TwoQueues_KnowNothingOfEachOther()
    {
        await using var first = await EmbeddedQueue.StartAsync();
        await using var second = await EmbeddedQueue.StartAsync();
        await first.SendAsync("first", "a");
        await second.SendAsync("second", "b");

        Assert.Single(await first.ReadAllAsync("first"));
        await Assert.ThrowsAnyAsync<MqClientException>(async () => await second.Admin.GetRouteAsync("first"));
    }

    [Fact]
    public async Task StartAsync_UnknownName_SaysWhichAreKnown()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => EmbeddedQueue.StartAsync(options => options.RpcHooks.Add("audit")));

        Assert.Contains("audit", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_Directory_IsGone()
    {
        var mq = await EmbeddedQueue.StartAsync(options => options.Storage = "commitlog");
        await mq.SendAsync("orders", "a");
        var directory = mq.Directory;

        await mq.DisposeAsync();
        await mq.DisposeAsync();

        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task SendAsync_AfterAProducerThatCouldNotStart_TriesAgain()
    {
        await using var mq = await EmbeddedQueue.StartAsync();
        await mq.CreateTopicAsync("orders");
        var limit = mq.Client.Options.ClientAsyncSemaphoreValue;

        mq.Client.Options.ClientAsyncSemaphoreValue = -1;
        await Assert.ThrowsAnyAsync<MqClientException>(() => mq.SendAsync("orders", "a"));
        await Assert.ThrowsAnyAsync<MqClientException>(() => mq.ReadAllAsync("orders"));
        mq.Client.Options.ClientAsyncSemaphoreValue = limit;

        Assert.Equal(SendStatus.SendOk, (await mq.SendAsync("orders", "a")).Status);
        Assert.Single(await mq.ReadAllAsync("orders"));
    }

    [Fact]
    public async Task DisposeAsync_APluginThatFailsAtItsEnd_TheOthersEndAndItIsLogged()
    {
        using var log = new LogCollector();
        var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Transport = "tcp";
            options.Plugins.Add(new BadEnd());
            options.RpcHooks.Add("bad-end");
            options.LoggerFactory = log;
        });
        await mq.SendAsync("orders", "a");
        var address = TransportEndpoint.Parse(mq.BrokerAddress);

        await mq.DisposeAsync();

        // One instance in each role.
        Assert.NotEmpty(log.GetStacks("StopFailed"));
        Assert.All(log.GetStacks("StopFailed"), static stack => Assert.Contains("planted end", stack, StringComparison.Ordinal));
        Assert.False(Directory.Exists(mq.Directory));
        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(address.Host, address.Port));
    }

    [Fact]
    public async Task StartAsync_FailsAndSoDoesTheEnd_SaysWhyItDidNotStart()
    {
        var plugin = new BadEnd { FailsAtStart = true };

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(plugin);
            options.RpcHooks.Add("bad-end");
        }));

        Assert.Contains("planted start", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("planted end", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartBrokerProxy_Clients_GoThroughIt()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options => options.Transport = "tcp");
        await mq.CreateTopicAsync("orders", queues: 1);
        await mq.SendAsync("orders", "before");
        await using var earlier = await mq.CreateProducerAsync("earlier");
        var isBusy = true;
        await using var proxy = mq.StartBrokerProxy(frame => isBusy && frame.IsRequest(RequestCode.SendMessageV2)
            ? FrameAction.Answer(frame, ResponseCode.SystemBusy, "planted")
            : FrameAction.Pass);

        var failure = await Assert.ThrowsAnyAsync<MqClientException>(() => mq.SendAsync("orders", "busy"));
        Assert.Contains("planted", failure.ToString(), StringComparison.Ordinal);
        await using var later = await mq.CreateProducerAsync("later");
        await Assert.ThrowsAnyAsync<MqClientException>(async () => await later.SendAsync(new Message("orders", "busy"u8.ToArray())));
        await earlier.SendAsync(new Message("orders", "past it"u8.ToArray()));
        isBusy = false;
        await mq.SendAsync("orders", "after");

        Assert.Equal(["before", "past it", "after"], (await mq.ReadAllAsync("orders")).Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        Assert.Contains(proxy.Frames, frame => frame.IsRequest(RequestCode.PullMessage));
    }

    [Fact]
    public async Task StartBrokerProxy_WithoutSockets_SaysWhatToSet()
    {
        await using var mq = await EmbeddedQueue.StartAsync();

        var failure = Assert.Throws<InvalidOperationException>(() => mq.StartBrokerProxy());

        Assert.Contains("options.Transport = \"tcp\"", failure.Message, StringComparison.Ordinal);
    }

    private sealed class BadEnd : IPlugin
    {
        public bool FailsAtStart { get; init; }

        public void Configure(IPluginRegistry registry, IPluginContext context)
            => registry.Add(PluginKinds.RpcHook, "bad-end", _ => new Hook(FailsAtStart));

        private sealed class Hook(bool failsAtStart) : IRpcHook, ILifecycleParticipant, IAsyncDisposable
        {
            public string Name => "bad-end";

            public int Stage => LifecycleStage.Plugins;

            public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public ValueTask StartAsync(CancellationToken cancellationToken)
                => failsAtStart ? throw new IOException("planted start") : ValueTask.CompletedTask;

            public ValueTask StopAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public ValueTask DisposeAsync() => throw new IOException("planted end");
        }
    }
}
