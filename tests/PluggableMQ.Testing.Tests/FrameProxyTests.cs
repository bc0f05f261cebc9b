using System.Net;
using System.Net.Sockets;
using PluggableMQ.Client;
using PluggableMQ.Protocol;

namespace PluggableMQ.Testing.Tests;

public class FrameProxyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static Task<EmbeddedQueue> StartQueueAsync() => EmbeddedQueue.StartAsync(options => options.Transport = "tcp");

    private static async Task<MqAdminClient> ConnectAsync(EmbeddedQueue mq, FrameProxy proxy)
    {
        var admin = mq.Client.Factory.CreateAdminClient(new MqClientOptions { NamesrvAddr = proxy.Address, InstanceName = Guid.NewGuid().ToString("N"), MqClientApiTimeout = 30_000 });
        await admin.StartAsync();
        return admin;
    }

    [Fact]
    public async Task Frames_RequestAndResponse_AreRecorded()
    {
        await using var mq = await StartQueueAsync();
        await mq.CreateTopicAsync("orders");
        await using var proxy = FrameProxy.Start(mq.NameServerAddress);
        await using var admin = await ConnectAsync(mq, proxy);

        await admin.GetRouteAsync("orders");

        var request = await proxy.WaitForAsync(frame => frame.IsRequest(RequestCode.GetRouteInfoByTopic) && frame.Fields["topic"] == "orders").WaitAsync(Patience);
        var response = await proxy.WaitForAsync(frame => frame.IsResponse && frame.Opaque == request.Opaque).WaitAsync(Patience);
        Assert.Equal((FrameDirection.ToServer, FrameDirection.ToClient, ResponseCode.Success), (request.Direction, response.Direction, response.Code));
        Assert.True(response.Body.Length > 0);
    }

    [Fact]
    public async Task Rule_Answer_IsGivenInThePeersPlace()
    {
        await using var mq = await StartQueueAsync();
        await using var proxy = FrameProxy.Start(mq.NameServerAddress, frame => frame.IsRequest(RequestCode.GetRouteInfoByTopic)
            ? FrameAction.Answer(frame, ResponseCode.SystemError, "planted")
            : FrameAction.Pass);
        await using var admin = await ConnectAsync(mq, proxy);

        var failure = await Assert.ThrowsAnyAsync<MqClientException>(async () => await admin.GetRouteAsync("orders"));

        Assert.Contains("planted", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_Cut_BreaksTheConnectionAndTheNextOneWorks()
    {
        await using var mq = await StartQueueAsync();
        await mq.CreateTopicAsync("orders");
        var cuts = 0;
        await using var proxy = FrameProxy.Start(mq.NameServerAddress, frame => frame.IsRequest(RequestCode.GetRouteInfoByTopic) && Interlocked.Increment(ref cuts) == 1 ? FrameAction.Cut : FrameAction.Pass);
        await using var admin = await ConnectAsync(mq, proxy);

        await Assert.ThrowsAnyAsync<Exception>(async () => await admin.GetRouteAsync("orders"));
        await admin.GetRouteAsync("orders");

        Assert.Contains(proxy.Frames, frame => frame.Connection == 2);
    }

    [Fact]
    public async Task Rule_Delay_WaitsForTheClock()
    {
        var clock = new ManualClock();
        await using var mq = await StartQueueAsync();
        await mq.CreateTopicAsync("orders");
        await using var proxy = FrameProxy.Start(mq.NameServerAddress, frame => frame.IsRequest(RequestCode.GetRouteInfoByTopic) ? FrameAction.Delay(TimeSpan.FromHours(1)) : FrameAction.Pass, clock);
        await using var admin = await ConnectAsync(mq, proxy);

        var asking = admin.GetRouteAsync("orders").AsTask();
        await proxy.WaitForAsync(frame => frame.IsRequest(RequestCode.GetRouteInfoByTopic)).WaitAsync(Patience);
        // The frame is noted before the wait begins.
        Assert.True(SpinWait.SpinUntil(() => clock.ActiveTimers > 0, Patience));
        Assert.False(asking.IsCompleted);
        clock.Advance(TimeSpan.FromHours(1));

        await asking.WaitAsync(Patience);
    }

    [Fact]
    public async Task Rule_DropDuplicateAndCorrupt_DoSo()
    {
        await using var mq = await StartQueueAsync();
        await mq.CreateTopicAsync("orders");
        var number = 0;
        await using var proxy = FrameProxy.Start(mq.NameServerAddress, frame => !frame.IsRequest(RequestCode.GetRouteInfoByTopic) ? FrameAction.Pass : Interlocked.Increment(ref number) switch
        {
            1 => FrameAction.Duplicate(frame),
            2 => FrameAction.Corrupt(frame),
            3 => FrameAction.Drop,
            _ => FrameAction.Pass,
        });
        await using var admin = await ConnectAsync(mq, proxy);

        await admin.GetRouteAsync("orders");
        var twice = await proxy.WaitForAsync(frame => frame.IsRequest(RequestCode.GetRouteInfoByTopic)).WaitAsync(Patience);
        Assert.True(SpinWait.SpinUntil(() => proxy.Frames.Count(frame => frame.IsResponse && frame.Opaque == twice.Opaque) == 2, Patience));
        // The server hangs up on what it cannot read.
        await Assert.ThrowsAnyAsync<Exception>(async () => await admin.GetRouteAsync("orders"));
        using var impatience = new CancellationTokenSource();
        var dropped = admin.GetRouteAsync("orders", impatience.Token).AsTask();
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref number) >= 3, Patience));
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => dropped);
        await admin.GetRouteAsync("orders");
    }

    [Fact]
    public async Task Rule_Throws_CutsTheConnectionAndEndsTheWait()
    {
        await using var mq = await StartQueueAsync();
        await using var proxy = FrameProxy.Start(
            mq.NameServerAddress, frame => frame.IsRequest(RequestCode.GetRouteInfoByTopic) ? throw new IOException("planted") : FrameAction.Pass);
        await using var admin = await ConnectAsync(mq, proxy);
        var waiting = proxy.WaitForAsync(frame => frame.IsResponse);

        // Its own time limit is long: it ends, because its connection does.
        await Assert.ThrowsAnyAsync<Exception>(() => admin.GetRouteAsync("orders").AsTask().WaitAsync(Patience));

        Assert.Equal("planted", (await Assert.ThrowsAsync<IOException>(() => waiting.WaitAsync(Patience))).Message);
        Assert.Equal("planted", (await Assert.ThrowsAsync<IOException>(() => proxy.WaitForAsync(frame => frame.IsResponse))).Message);
    }

    [Fact]
    public async Task Rule_ThrowsAndNobodyWaits_DisposeSaysSoOnceAndEndsEveryConnection()
    {
        await using var mq = await StartQueueAsync();
        var proxy = FrameProxy.Start(
            mq.NameServerAddress,
            frame => frame.IsRequest(RequestCode.GetRouteInfoByTopic) ? throw new NotSupportedException("planted") : FrameAction.Pass);
        using var first = await OpenAsync(proxy);
        await using (var admin = await ConnectAsync(mq, proxy))
            await Assert.ThrowsAnyAsync<Exception>(() => admin.GetRouteAsync("orders").AsTask().WaitAsync(Patience));
        using var last = await OpenAsync(proxy);

        Assert.Equal("planted", (await Assert.ThrowsAsync<NotSupportedException>(async () => await proxy.DisposeAsync())).Message);
        await proxy.DisposeAsync();

        foreach (var client in new[] { first, last }) Assert.True(await HasEndedAsync(client));
    }

    [Fact]
    public async Task WaitFor_PredicateThrows_EndsThatWaitAndTheFrameGoesOn()
    {
        await using var mq = await StartQueueAsync();
        await mq.CreateTopicAsync("orders");
        await using var proxy = FrameProxy.Start(mq.NameServerAddress);
        await using var admin = await ConnectAsync(mq, proxy);
        var waiting = proxy.WaitForAsync(frame => throw new NotSupportedException("planted"));
        var other = proxy.WaitForAsync(frame => frame.IsResponse);

        await admin.GetRouteAsync("orders");

        Assert.Equal("planted", (await Assert.ThrowsAsync<NotSupportedException>(() => waiting.WaitAsync(Patience))).Message);
        await other.WaitAsync(Patience);
    }

    private static async Task<bool> HasEndedAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) == 0;
        }
        catch (IOException)
        {
            // The proxy had not taken it yet: the system refuses it with the listener.
            return true;
        }
    }

    private static async Task<TcpClient> OpenAsync(FrameProxy proxy)
    {
        var endpoint = IPEndPoint.Parse(proxy.Address);
        var client = new TcpClient();
        await client.ConnectAsync(endpoint);
        return client;
    }
}
