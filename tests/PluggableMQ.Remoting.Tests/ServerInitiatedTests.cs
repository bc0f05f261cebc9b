using System.Buffers;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class ServerInitiatedTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("tcp")]
    [InlineData("inmemory")]
    public async Task InvokeAsync_BothDirectionsWithTheSameOpaques_AreKeptApart(string scheme)
    {
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(
            setup =>
            {
                setup.Observer = recorder;
                setup.Processors.Register(7, Answer("server"u8.ToArray()), Processor.Inline);
            },
            scheme);
        peers.Client.Processors.Register(7, Answer("client"u8.ToArray()), Processor.Inline);
        await peers.Client.InvokeOneWayAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
        var connection = await recorder.Opened;
        var toServer = new List<int>();
        var toClient = new List<int>();

        await Task.WhenAll(
            CallAsync(toServer, "server"u8.ToArray(), request => peers.Client.InvokeAsync(peers.Address, request, Limit)),
            CallAsync(toClient, "client"u8.ToArray(), request => connection.InvokeAsync(request, Limit)));

        // The counters are independent, so the opaques did collide.
        Assert.NotEmpty(toServer.Intersect(toClient));

        static Processor Answer(byte[] body) => Processor.From(context => context.Response.SetBody(body));

        static async Task CallAsync(List<int> opaques, byte[] expected, Func<RemotingCommand, ValueTask<RemotingCommand>> call)
        {
            for (var i = 0; i < 200; i++)
            {
                var response = await call(RemotingCommand.CreateRequest(7));
                opaques.Add(response.Opaque);
                Assert.Equal(expected, response.Body.ToArray());
            }
        }
    }

    [Fact]
    public async Task SendOneWayAsync_FromTheServer_ReachesTheClientsProcessor()
    {
        var recorder = new ConnectionRecorder();
        var notified = new TaskCompletionSource<string?>();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Observer = recorder;
            setup.Processors.Register(34, Processor.Echo, Processor.Inline);
        });
        peers.Client.Processors.Register(40, Processor.From(context =>
        {
            Assert.True(context.Request.IsOneWay);
            notified.SetResult(context.Request.Fields.GetString("consumerGroup"u8));
        }), Processor.Inline);
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(34), Limit);
        var request = RemotingCommand.CreateRequest(40);
        request.Fields.Add("consumerGroup"u8, "g");

        await (await recorder.Opened).SendOneWayAsync(request);

        Assert.Equal("g", await notified.Task.WaitAsync(Limit));
    }

    [Fact]
    public async Task InvokeAsync_UnknownCodeAtTheClient_IsAnsweredWithCode3()
    {
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Observer = recorder;
            setup.Processors.Register(34, Processor.Echo, Processor.Inline);
        });
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(34), Limit);

        var response = await (await recorder.Opened).InvokeAsync(RemotingCommand.CreateRequest(999), Limit);

        Assert.Equal(ResponseCode.RequestCodeNotSupported, response.Code);
    }

    [Fact]
    public async Task InvokeAsync_ClientGoesAway_Fails()
    {
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(setup => setup.Observer = recorder);
        using var peer = await RawPeer.ConnectAsync(peers.Address);
        var connection = await recorder.Opened;
        var call = connection.InvokeAsync(RemotingCommand.CreateRequest(307), Limit).AsTask();
        await peer.ReadFrameAsync();

        peer.Dispose();

        await Assert.ThrowsAsync<RemotingSendException>(() => call.WaitAsync(Limit));
        await Assert.ThrowsAsync<RemotingSendException>(
            async () => await connection.InvokeAsync(RemotingCommand.CreateRequest(307), Limit));
        await Assert.ThrowsAsync<RemotingSendException>(async () => await connection.SendOneWayAsync(RemotingCommand.CreateRequest(40)));
    }
}
