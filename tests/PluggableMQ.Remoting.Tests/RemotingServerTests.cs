using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class RemotingServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Request_FromJavaInJson_IsAnsweredWithTheseBytes()
    {
        await using var peers = await Peers.StartAsync(
            setup => setup.Processors.Register(105, Processor.From(static context => { }), Processor.Inline));
        using var java = await RawPeer.ConnectAsync(peers.Address);

        await java.SendAsync(Frame("00000081" + "0000007b", """{"code":105,"extFields":{"topic":"T"},"flag":0,"language":"JAVA","opaque":8,"serializeTypeCurrentRPC":"JSON","version":409}hi"""));

        Assert.Equal(
            Frame("00000065" + "00000061", """{"code":0,"flag":1,"language":"DOTNET","opaque":8,"serializeTypeCurrentRPC":"JSON","version":409}"""),
            await java.ReadFrameAsync());
    }

    [Fact]
    public async Task Request_FromJavaInBinary_IsAnsweredWithTheseBytes()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(105, Processor.Echo, Processor.Inline));
        using var java = await RawPeer.ConnectAsync(peers.Address);

        await java.SendAsync(Convert.FromHexString("00000026010000220069000199000000080000000000000001720000000c0005746f7069630000000154"));

        Assert.Equal(
            Convert.FromHexString(
                "0000002501000021" + "0000" + "02" + "0199" + "00000008" + "00000001" + "00000000" + "0000000c" + "0005746f7069630000000154"),
            await java.ReadFrameAsync());
    }

    [Fact]
    public async Task Request_SplitAtEveryByte_IsAnswered()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));
        using var peer = await RawPeer.ConnectAsync(peers.Address);
        var bytes = RawPeer.Encode(RemotingCommand.CreateRequest(7, "hello"u8.ToArray()));

        foreach (var single in bytes) await peer.SendAsync(new[] { single });

        Assert.Equal("hello"u8.ToArray(), (await peer.ReadAsync()).Body.ToArray());
    }

    [Theory]
    [InlineData("7FFFFFFF")]
    [InlineData("FFFFFFFF")]
    [InlineData("00000003")]
    [InlineData("00FFFFFD")]
    [InlineData("00000008" + "00000005" + "7B7D7B7D")]
    [InlineData("00000006" + "00000002" + "7B7B")]
    [InlineData("00000006" + "02000002" + "7B7D")]
    [InlineData("00000008" + "01000004" + "00000000")]
    [InlineData("474554202F20485454502F312E310D0A0D0A")]
    public async Task Request_Malformed_ClosesWithoutAnAnswer(string hex)
    {
        var recorder = new ConnectionRecorder();
        var log = new LogCollector();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Observer = recorder;
            setup.Logging = log;
            setup.Processors.Register(7, Processor.Echo, Processor.Inline);
        });
        using var peer = await RawPeer.ConnectAsync(peers.Address);

        await peer.SendAsync(Convert.FromHexString(hex));

        Assert.True(await peer.IsClosedWithoutAnswerAsync());
        Assert.IsType<InvalidDataException>((await recorder.Closed).Failure);
        Assert.Equal(LogLevel.Warning, (await log.WaitAsync(1013)).Level);
        Assert.Empty(peers.Server.Connections);
    }

    [Fact]
    public async Task Request_GoodOnesBeforeAMalformedOne_AreHandled()
    {
        var handled = 0;
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Observer = recorder;
            setup.Processors.Register(7, Processor.From(_ => Interlocked.Increment(ref handled)), Processor.Inline);
        });
        using var peer = await RawPeer.ConnectAsync(peers.Address);
        var good = RawPeer.Encode(RemotingCommand.CreateRequest(7));

        await peer.SendAsync((byte[])[.. good, .. good, 0xFF, 0xFF, 0xFF, 0xFF]);

        await recorder.Closed;
        Assert.Equal(2, handled);
    }

    [Fact]
    public async Task SendAsync_ConnectionIsClosed_ReleasesTheBody()
    {
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(setup => setup.Observer = recorder);
        using (var peer = await RawPeer.ConnectAsync(peers.Address)) await recorder.Opened;
        var (connection, failure) = await recorder.Closed;
        var body = new TrackedBody(10);

        await connection.SendAsync(new RemotingCommand { Flag = 1, BodySource = body });

        Assert.Equal(1, body.Released);
        Assert.True(connection.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task IdleConnection_After120Seconds_IsClosedByTheServer()
    {
        var clock = new ManualClock();
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Clock = clock;
            setup.Observer = recorder;
            setup.Processors.Register(7, Processor.Echo, Processor.Inline);
        });
        using var peer = await RawPeer.ConnectAsync(peers.Address);
        await recorder.Opened;
        clock.Advance(TimeSpan.FromSeconds(100));
        await peer.SendAsync(RemotingCommand.CreateRequest(7));
        await peer.ReadAsync();

        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Single(peers.Server.Connections);
        clock.Advance(TimeSpan.FromSeconds(12));

        Assert.Contains("idle for 120 s", (await recorder.Closed).Failure!.Message, StringComparison.Ordinal);
        Assert.True(await peer.IsClosedWithoutAnswerAsync());
    }

    [Fact]
    public async Task Connection_BeyondTheLimit_IsClosedAtOnce()
    {
        var log = new LogCollector();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Logging = log;
            setup.ServerOptions = new RemotingServerOptions { MaxConnections = 1 };
            setup.Processors.Register(7, Processor.Echo, Processor.Inline);
        });
        using var first = await RawPeer.ConnectAsync(peers.Address);
        await first.SendAsync(RemotingCommand.CreateRequest(7));
        await first.ReadAsync();

        try
        {
            using var second = await RawPeer.ConnectAsync(peers.Address);
            Assert.True(await second.IsClosedWithoutAnswerAsync());
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The server was faster than the end of the connect.
        }

        Assert.Contains("1 connections", (await log.WaitAsync(1003)).Text, StringComparison.Ordinal);
        await first.SendAsync(RemotingCommand.CreateRequest(7));
        await first.ReadAsync();
    }

    [Fact]
    public async Task StopAsync_RequestsInWork_AreAnsweredFirst()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Observer = recorder;
            setup.ServerOptions = new RemotingServerOptions { DrainTimeout = Limit };
            setup.Processors.Register(7, new Processor(async context =>
            {
                entered.SetResult();
                await release.Task;
                context.Response.Code = 42;
            }), Processor.Inline);
        });
        var call = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        await entered.Task;

        var stop = peers.Server.StopAsync().AsTask();
        Assert.False(stop.IsCompleted);
        var connection = Assert.Single(peers.Client.Connections);
        release.SetResult();

        Assert.Equal(42, (await call).Code);
        await stop.WaitAsync(Limit);
        await connection.Completion.WaitAsync(Limit);
        Assert.Null((await recorder.Closed).Failure);
        Assert.Equal(1, recorder.ClosedCount);
        await Assert.ThrowsAsync<RemotingConnectException>(
            async () => await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit));
    }

    [Fact]
    public async Task StopAsync_Cancelled_DoesNotWait()
    {
        var entered = new TaskCompletionSource();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ServerOptions = new RemotingServerOptions { DrainTimeout = TimeSpan.FromHours(1) };
            setup.Processors.Register(7, new Processor(async context =>
            {
                entered.SetResult();
                await Task.Delay(Timeout.Infinite, context.Cancellation);
            }), Processor.Inline);
        });
        var call = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        await entered.Task;

        await peers.Server.StopAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(Limit);

        await Assert.ThrowsAsync<RemotingSendException>(() => call);
    }

    [Fact]
    public async Task StartAsync_PortIsTaken_SaysWhichAndWhatToDo()
    {
        using var taken = new RawServer();
        await using var server = new RemotingServer(
            new RemotingServerOptions(), TestTransports.Create(), new ProcessorTable(), RpcHookPipeline.Empty, new LogCollector(),
                TimeProvider.System);

        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await server.StartAsync(TransportEndpoint.Parse(taken.Address)));

        Assert.Contains(taken.Address, failure.Message, StringComparison.Ordinal);
        Assert.Contains("in use", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Frame(string hexPrefix, string text) => [.. Convert.FromHexString(hexPrefix), .. Encoding.UTF8.GetBytes(text)];
}
