using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class RequestHandlingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(SerializeType.Json)]
    [InlineData(SerializeType.RocketMq)]
    public async Task Request_UnknownCode_IsAnsweredWithCode3(SerializeType serialization)
    {
        await using var peers = await Peers.StartAsync(
            setup => setup.ClientOptions = new RemotingClientOptions { SerializeType = serialization });

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(4711), Limit);

        Assert.Equal(ResponseCode.RequestCodeNotSupported, response.Code);
        Assert.Equal(" request type 4711 not supported", response.Remark);
        Assert.Equal(serialization, response.SerializeType);
    }

    [Fact]
    public async Task Request_UnknownCodeWithDefaultProcessor_GoesThere()
    {
        await using var peers = await Peers.StartAsync(
            setup => setup.Processors.RegisterDefault(Processor.From(static context => context.Response.Code = 55), Processor.Inline));

        Assert.Equal(55, (await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(4711), Limit)).Code);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Request_ProcessorThrows_IsAnsweredWithCode1InJson(bool inline, bool later)
    {
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ClientOptions = new RemotingClientOptions { SerializeType = SerializeType.RocketMq };
            setup.Processors.Register(7, new Processor(async context =>
            {
                context.Response.Fields.Add("half"u8, "done");
                if (later) await Task.Yield();
                throw new InvalidOperationException("the disk is full");
            }), inline ? Processor.Inline : Processor.Pooled);
        });

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);

        Assert.Equal(ResponseCode.SystemError, response.Code);
        Assert.Equal("InvalidOperationException: the disk is full", response.Remark);
        Assert.Equal(SerializeType.Json, response.SerializeType);
        Assert.Equal(0, response.Fields.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_ClassIsFull_IsAnsweredWithSystemBusyInJson(bool inline)
    {
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        var requestClass = new RequestClass("send", 1, inline);
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ClientOptions = new RemotingClientOptions { SerializeType = SerializeType.RocketMq };
            setup.Processors.Register(7, new Processor(async context =>
            {
                entered.TrySetResult();
                await release.Task;
                context.Response.Code = 21;
            }), requestClass);
        });
        var first = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        await entered.Task;

        var busy = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);

        Assert.Equal(ResponseCode.SystemBusy, busy.Code);
        Assert.Equal("[OVERLOAD]system busy, start flow control for a while", busy.Remark);
        Assert.Equal(SerializeType.Json, busy.SerializeType);
        Assert.Equal(1, requestClass.InFlight);
        release.SetResult();
        Assert.Equal(21, (await first).Code);
        Assert.Equal(21, (await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit)).Code);
    }

    [Fact]
    public async Task Request_OneWay_IsNeverAnswered()
    {
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Processors.Register(1, Processor.Echo, Processor.Inline);
            setup.Processors.Register(2, Processor.From(static _ => throw new InvalidOperationException("no")), Processor.Inline);
            setup.Processors.Register(3, Processor.Echo, Processor.Pooled);
            setup.Processors.Register(5, new Processor(static async _ => await Task.Yield()), Processor.Inline);
            setup.Processors.Register(9, Processor.From(static context => context.Response.Code = 99), Processor.Inline);
        });
        using var peer = await RawPeer.ConnectAsync(peers.Address);

        // Code 4 is unknown.
        foreach (var code in new[] { 1, 2, 3, 4, 5 })
        {
            var request = RemotingCommand.CreateRequest(code);
            request.MarkOneWay();
            await peer.SendAsync(request);
        }

        await peer.SendAsync(RemotingCommand.CreateRequest(9));
        Assert.Equal(99, (await peer.ReadAsync()).Code);
    }

    [Fact]
    public async Task Suspend_AnsweredLater_ReachesTheCaller()
    {
        var suspended = new TaskCompletionSource<(RemotingConnection Connection, int Opaque)>();
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(11, Processor.From(context =>
        {
            context.Suspend();
            suspended.SetResult((context.Connection, context.Request.Opaque));
        }), Processor.Inline));
        var pull = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(11), Limit).AsTask();
        var (connection, opaque) = await suspended.Task;
        var body = new TrackedBody(300_000);
        var answer = new RemotingCommand { Code = 19, Opaque = opaque, Flag = 1, BodySource = body };

        Assert.True(connection.SendAsync(answer).IsCompleted);

        Assert.Equal(1, body.Released);
        Assert.Null(answer.BodySource);
        var response = await pull;
        Assert.Equal(19, response.Code);
        Assert.Equal(300_000, response.BodyLength);
        Assert.True(response.Body.ToArray().All(static b => b == 0x5A));
    }

    [Fact]
    public async Task Response_ThatCannotBeEncoded_BecomesCode1()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.From(static context =>
        {
            context.Response.SerializeType = SerializeType.RocketMq;
            context.Response.Fields.Add(new byte[40_000], "v");
        }), Processor.Inline));

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);

        Assert.Equal(ResponseCode.SystemError, response.Code);
        Assert.StartsWith("The response could not be encoded", response.Remark, StringComparison.Ordinal);
        Assert.Single(peers.Server.Connections);
    }

    [Fact]
    public async Task Response_LargerThanAFrame_BecomesCode1()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(
            7, Processor.From(static context => context.Response.SetBody(new byte[RemotingFrame.DefaultMaxLength])), Processor.Inline));

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);

        Assert.Equal(ResponseCode.SystemError, response.Code);
        Assert.Contains("16777216", response.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_BodySourceFailsHalfway_ClosesTheConnection()
    {
        var log = new LogCollector();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Logging = log;
            setup.Processors.Register(
                7, Processor.From(static context => context.Response.BodySource = new BrokenBody()), Processor.Inline);
        });

        await Assert.ThrowsAsync<RemotingSendException>(
            async () => await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit));

        Assert.Contains("written in part", (await log.WaitAsync(1012)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_NotInline_KeepsItsBodyWhileTheConnectionReadsOn()
    {
        var held = new TaskCompletionSource();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Processors.Register(8, Processor.Echo, Processor.Inline);
            setup.Processors.Register(7, new Processor(async context =>
            {
                await held.Task;
                context.Response.SetBody(context.Request.Body.ToArray());
            }), Processor.Pooled);
        });
        var body = Encoding.UTF8.GetBytes(new string('x', 5000));
        var waiting = Enumerable.Range(0, 8).Select(_
            => peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7, body), Limit).AsTask()).ToArray();
        for (var i = 0; i < 100; i++)
            await peers.Client.InvokeAsync(
                peers.Address, RemotingCommand.CreateRequest(8, Encoding.UTF8.GetBytes(new string('y', 5000))), Limit);

        held.SetResult();

        foreach (var response in await Task.WhenAll(waiting)) Assert.Equal(body, response.Body.ToArray());
    }
}
