using System.Buffers;
using System.Buffers.Binary;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class RemotingClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("tcp", SerializeType.Json, true)]
    [InlineData("tcp", SerializeType.RocketMq, true)]
    [InlineData("tcp", SerializeType.Json, false)]
    [InlineData("inmemory", SerializeType.Json, true)]
    [InlineData("inmemory", SerializeType.RocketMq, false)]
    public async Task InvokeAsync_ManyCallersOnOneConnection_EachGetsItsOwnAnswer(string scheme, SerializeType serialization, bool inline)
    {
        await using var peers = await Peers.StartAsync(
            setup =>
            {
                setup.Processors.Register(7, Processor.Echo, inline ? Processor.Inline : Processor.Pooled);
                setup.ClientOptions = new RemotingClientOptions { SerializeType = serialization };
            },
            scheme);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            var body = new byte[128];
            for (var i = 0; i < 200; i++)
            {
                BinaryPrimitives.WriteInt64BigEndian(body, ((long)caller << 32) | (uint)i);
                var request = RemotingCommand.CreateRequest(7, body);
                request.Fields.Add("n"u8, i);
                var response = await peers.Client.InvokeAsync(peers.Address, request, Limit);
                Assert.Equal(ResponseCode.Success, response.Code);
                Assert.Equal(request.Opaque, response.Opaque);
                Assert.Equal(serialization, response.SerializeType);
                Assert.Equal(body, response.Body.ToArray());
                Assert.True(response.Fields.TryGetInt32("n"u8, out var n) && n == i);
                peers.Client.Recycle(response);
            }
        })));

        Assert.Single(peers.Server.Connections);
    }

    [Fact]
    public async Task InvokeAsync_BodyOfMegabytes_ArrivesWhole()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));
        var body = new byte[6 * 1024 * 1024];
        new Random(1).NextBytes(body);

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7, body), Limit);

        Assert.True(response.Body.ToArray().AsSpan().SequenceEqual(body));
    }

    [Fact]
    public async Task InvokeAsync_BodyLargerThanAFrame_FailsAndLeavesTheConnectionUsable()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));

        var failure = await Assert.ThrowsAsync<RemotingSendException>(
            async () => await peers.Client.InvokeAsync(
                peers.Address, RemotingCommand.CreateRequest(7, new byte[RemotingFrame.DefaultMaxLength]), Limit));

        Assert.Contains("16777216 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit)).Code);
        Assert.Single(peers.Server.Connections);
    }

    [Fact]
    public async Task InvokeAsync_FieldThatCannotBeEncoded_FailsAloneAndLeavesTheConnectionUsable()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));
        var request = RemotingCommand.CreateRequest(7);
        request.SerializeType = SerializeType.RocketMq;
        request.Fields.Add(new byte[40_000], "v");

        await Assert.ThrowsAsync<RemotingSendException>(async () => await peers.Client.InvokeAsync(peers.Address, request, Limit));

        Assert.Equal(0, (await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit)).Code);
        Assert.Single(peers.Server.Connections);
    }

    [Fact]
    public async Task InvokeAsync_CodeBeyond16BitsWithBinaryHeader_GoesAsJson()
    {
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Processors.Register(200050, Processor.Echo, Processor.Inline);
            setup.ClientOptions = new RemotingClientOptions { SerializeType = SerializeType.RocketMq };
        });

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(200050), Limit);

        Assert.Equal(SerializeType.Json, response.SerializeType);
        Assert.Equal(0, response.Code);
    }

    [Fact]
    public async Task InvokeAsync_NoAnswerInTime_FailsWithRocketMqsTextAndKeepsTheConnection()
    {
        var clock = new ManualClock();
        var arrived = new TaskCompletionSource();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Clock = clock;
            setup.Processors.Register(7, Processor.Echo, Processor.Inline);
            setup.Processors.Register(8, Processor.From(context =>
            {
                context.Suspend();
                arrived.SetResult();
            }), Processor.Inline);
        });
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), TimeSpan.FromSeconds(3));

        var late = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(8), TimeSpan.FromSeconds(3)).AsTask();
        await arrived.Task;
        clock.Advance(TimeSpan.FromMilliseconds(2999));
        Assert.False(late.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(2));

        var failure = await Assert.ThrowsAsync<RemotingTimeoutException>(() => late);
        Assert.Equal($"wait response on the channel <{peers.Address}> timeout, 3000(ms)", failure.Message);
        Assert.Equal(peers.Address, failure.Address);
        Assert.Equal(0, (await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), TimeSpan.FromSeconds(3))).Code);
        Assert.Single(peers.Server.Connections);
    }

    [Fact]
    public async Task InvokeAsync_ShorterTimeoutAfterALongerOne_ExpiresFirst()
    {
        var clock = new ManualClock();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Clock = clock;
            setup.Processors.RegisterDefault(Processor.From(static context => context.Suspend()), Processor.Inline);
        });
        await peers.Client.InvokeOneWayAsync(peers.Address, RemotingCommand.CreateRequest(1), TimeSpan.FromSeconds(3));
        var slow = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(1), TimeSpan.FromSeconds(10)).AsTask();
        var fast = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(1), TimeSpan.FromMilliseconds(50)).AsTask();
        var never = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(1),
            System.Threading.Timeout.InfiniteTimeSpan).AsTask();

        clock.Advance(TimeSpan.FromMilliseconds(51));
        await Assert.ThrowsAsync<RemotingTimeoutException>(() => fast);
        Assert.False(slow.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<RemotingTimeoutException>(() => slow);
        Assert.False(never.IsCompleted);
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_EndsAndDropsTheLateAnswer()
    {
        var log = new LogCollector();
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, log, TimeProvider.System);
        using var cancellation = new CancellationTokenSource();
        var call = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(7), Limit, cancellation.Token).AsTask();
        using var peer = await server.AcceptAsync();
        var request = await peer.ReadAsync();

        await cancellation.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, failure.CancellationToken);
        var response = new RemotingCommand();
        response.PrepareResponse(request);
        await peer.SendAsync(response);
        Assert.Contains($"unknown opaque {request.Opaque} ", (await log.WaitAsync(1020)).Text, StringComparison.Ordinal);
        Assert.Single(client.Connections);
    }

    [Fact]
    public async Task InvokeAsync_MorePendingThanAllowed_WaitsForAPlaceOrTimesOut()
    {
        var clock = new ManualClock();
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions { MaxPendingCalls = 1 }, TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), clock);
        var first = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(1), Limit).AsTask();
        using var peer = await server.AcceptAsync();
        var request = await peer.ReadAsync();
        var second = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(2), TimeSpan.FromSeconds(1)).AsTask();
        var third = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(3), Limit).AsTask();

        clock.Advance(TimeSpan.FromSeconds(1));
        var failure = await Assert.ThrowsAsync<RemotingTooMuchRequestException>(() => second);
        Assert.Contains("1 requests to " + server.Address, failure.Message, StringComparison.Ordinal);

        var response = new RemotingCommand();
        response.PrepareResponse(request);
        await peer.SendAsync(response);
        await first;
        request = await peer.ReadAsync();
        Assert.Equal(3, request.Code);
        response.PrepareResponse(request);
        await peer.SendAsync(response);
        await third;
    }

    [Fact]
    public async Task InvokeAsync_PeerDoesNotRead_HoldsBackWithBoundedMemoryAndTimesOut()
    {
        var clock = new ManualClock();
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions { IdleTimeout = TimeSpan.FromDays(30) }, TestTransports.Create(), RpcHookPipeline.Empty,
            new LogCollector(), clock);
        var body = new byte[1024 * 1024];
        var calls = new List<Task> { client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(7, body), Limit).AsTask() };
        using var peer = await server.AcceptAsync();
        await peer.ReadFrameAsync();

        for (var i = 0; i < 200; i++) calls.Add(client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(7, body), Limit).AsTask());

        // What was not taken by the kernel's socket buffers waits with its caller, unencoded.
        Assert.InRange(Assert.Single(client.Connections).Output.Bytes, 1, 64L * 1024 * 1024);
        await clock.AdvanceUntilAsync(Task.WhenAll(calls), TimeSpan.FromSeconds(1));
        foreach (var call in calls) await Assert.ThrowsAsync<RemotingTimeoutException>(() => call);
    }

    [Fact]
    public async Task InvokeAsync_PeerReadsAgain_SendsWhatWaited()
    {
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), RpcHookPipeline.Empty, new LogCollector(), TimeProvider.System);
        var body = new byte[512 * 1024];
        var sends = Enumerable.Range(0, 60).Select(_
            => client.InvokeOneWayAsync(server.Address, RemotingCommand.CreateRequest(7, body), Limit).AsTask()).ToArray();
        using var peer = await server.AcceptAsync();

        for (var i = 0; i < sends.Length; i++)
        {
            var frame = RawPeer.Decode((await peer.ReadFrameAsync())!);
            Assert.True(frame.IsOneWay);
            Assert.Equal(body.Length, frame.BodyLength);
        }

        await Task.WhenAll(sends);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task InvokeAsync_InlineContinuations_DecideWhetherTheReadLoopRunsTheCaller(bool inline)
    {
        var release = new TaskCompletionSource();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ClientOptions = new RemotingClientOptions { InlineContinuations = inline };
            setup.Processors.Register(7, new Processor(async _ => await release.Task), Processor.Inline);
            setup.Processors.Register(8, Processor.Echo, Processor.Inline);
        });
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(8), Limit);

        var caller = CallAsync();
        release.SetResult();

        Assert.Equal(inline, (await caller).Contains("OnResponse", StringComparison.Ordinal));

        async Task<string> CallAsync()
        {
            await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
            return Environment.StackTrace;
        }
    }
}
