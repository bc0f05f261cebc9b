using System.Diagnostics.Metrics;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Output;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class BackPressureTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Server_PeerSendsAndDoesNotRead_StopsReadingFromIt()
    {
        const int ResponseLength = 200_000;
        var handled = 0;
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Observer = recorder;
            setup.Processors.Register(7, Processor.From(context =>
            {
                Interlocked.Increment(ref handled);
                context.Response.BodySource = new TrackedBody(ResponseLength);
            }), Processor.Inline);
        });
        using var peer = await RawPeer.ConnectAsync(peers.Address);
        const int Requests = 1000;
        var request = RawPeer.Encode(RemotingCommand.CreateRequest(7));
        var sending = peer.SendAsync(Enumerable.Repeat(request, Requests).SelectMany(static bytes => bytes).ToArray());
        var connection = await recorder.Opened;

        // All requests fit into one receive buffer, so that nothing but the rule holds the server back.
        await sending;
        await UntilAsync(() => connection.Output.IsFull);
        Assert.InRange(connection.Output.Bytes, 1, 64L * 1024 * 1024);
        Assert.InRange(Volatile.Read(ref handled), 1, Requests / 2);

        for (var i = 0; i < Requests; i++) Assert.Equal(ResponseLength, (await peer.ReadAsync()).BodyLength);
        Assert.Equal(Requests, handled);
    }

    [Fact]
    public async Task SendAsync_PeerDoesNotRead_CutsTheConnectionAtTheBound()
    {
        const int Bound = 1024 * 1024;
        var log = new LogCollector();
        var recorder = new ConnectionRecorder();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Logging = log;
            setup.Observer = recorder;
            setup.ServerOptions = new RemotingServerOptions { MaxUnsentBytes = Bound };
        });
        using var peer = await RawPeer.ConnectAsync(peers.Address);
        var connection = await recorder.Opened;
        var bodies = new List<TrackedBody>();

        while (!connection.Closed.IsCancellationRequested && bodies.Count < 10_000)
        {
            bodies.Add(new TrackedBody(100_000));
            await connection.SendAsync(new RemotingCommand { Flag = 1, BodySource = bodies[^1] });
        }

        Assert.Contains($"more than {Bound} bytes", (await recorder.Closed).Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("does not read", (await log.WaitAsync(1012)).Text, StringComparison.Ordinal);
        Assert.InRange(connection.Output.Bytes, Bound, 64L * 1024 * 1024);
        Assert.All(bodies, static body => Assert.Equal(1, body.Released));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("inmemory")]
    public async Task Responses_ToRequestsThatArriveTogether_ShareFlushes(string scheme)
    {
        const int Requests = 2000;
        using var held = new ManualResetEventSlim();
        var entered = new TaskCompletionSource();
        var recorder = new ConnectionRecorder();
        long flushes = 0;
        await using var peers = await Peers.StartAsync(
            setup =>
            {
                setup.Observer = recorder;
                setup.ServerOptions = new RemotingServerOptions { Name = $"flushes-{scheme}" };
                setup.Processors.Register(6, Processor.From(_ =>
                {
                    entered.SetResult();
                    held.Wait();
                }), Processor.Inline);
                setup.Processors.Register(7, Processor.Echo, Processor.Inline);
            },
            scheme);
        var blocked = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(6), Limit).AsTask();
        await entered.Task;
        var calls = Enumerable.Range(0, Requests).Select(_
            => peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit).AsTask()).ToArray();

        held.Set();
        await Task.WhenAll([blocked, .. calls]);

        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (instrument.Name == "pluggablemq.remoting.flushes" && instrument.Meter.Tags!.Single().Value!.Equals($"flushes-{scheme}"))
                me.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => flushes += value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.InRange(flushes, 1, Requests / 4);
        Assert.Equal(Requests + 1, (await recorder.Opened).Output.Frames);
    }

    [Fact]
    public async Task FrameOutput_FramesWrittenDuringAFlush_GoOutTogetherWithTheNextOne()
    {
        var pipe = new HeldPipeWriter();
        var output = new FrameOutput(pipe, 1024 * 1024);
        Assert.Equal(WriteOutcome.Written, output.WriteRequest(RemotingCommand.CreateRequest(1), flush: true));
        Assert.True(output.IsFull);

        for (var i = 0; i < 10; i++) Assert.Equal(WriteOutcome.Written, output.WriteRequest(RemotingCommand.CreateRequest(2), flush: true));
        Assert.Equal(1, pipe.Flushes);
        var drained = output.FlushAsync().AsTask();
        Assert.False(drained.IsCompleted);
        pipe.Release();
        Assert.Equal(2, pipe.Flushes);
        pipe.Release();

        await drained.WaitAsync(Limit);
        Assert.Equal(2, output.Flushes);
        Assert.Equal(11, output.Frames);
        Assert.Equal(output.Bytes, pipe.WrittenBytes);
    }

    [Fact]
    public void FrameOutput_TooMuchStaged_BlocksRequestsAndBoundsAnswers()
    {
        var pipe = new HeldPipeWriter();
        var output = new FrameOutput(pipe, maxUnsentBytes: 600_000);
        var large = RemotingCommand.CreateRequest(1, new byte[200_000]);
        output.WriteRequest(large, flush: true);

        Assert.Equal(WriteOutcome.Written, output.WriteRequest(large, flush: true));
        Assert.Equal(WriteOutcome.Blocked, output.WriteRequest(large, flush: true));
        Assert.Equal(WriteOutcome.Written, output.WriteAnswer(large, flush: true));
        Assert.Equal(WriteOutcome.Overflow, output.WriteAnswer(large, flush: true));
        output.Close();
        Assert.Equal(WriteOutcome.Closed, output.WriteAnswer(large, flush: true));
        Assert.True(output.FlushAsync().IsCompleted);
    }

    [Fact]
    public async Task Requests_ToAPeerThatReadsLate_ArriveInOrderAndTheirTimeoutsHold()
    {
        const int Requests = 3000;
        var clock = new ManualClock();
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions { IdleTimeout = TimeSpan.FromDays(30) }, TestTransports.Create(), RpcHookPipeline.Empty,
                new LogCollector(), clock);
        var body = new byte[40_000];
        var timeout = TimeSpan.FromSeconds(3);
        await client.InvokeOneWayAsync(server.Address, RemotingCommand.CreateRequest(1), timeout);
        using var peer = await server.AcceptAsync();
        using var cancellation = new CancellationTokenSource();

        // Every third waits for ever, every third times out, every third is cancelled.
        var calls = Enumerable.Range(0, Requests).Select(i =>
        {
            var request = RemotingCommand.CreateRequest(7, body);
            request.Fields.Add("n"u8, i);
            return client.InvokeAsync(
                server.Address, request, i % 3 == 1 ? timeout : Timeout.InfiniteTimeSpan, i % 3 == 2 ? cancellation.Token
                    : default).AsTask();
        }).ToArray();
        await cancellation.CancelAsync();
        await clock.AdvanceUntilAsync(Task.WhenAll(calls.Where((_, i) => i % 3 == 1)), TimeSpan.FromSeconds(1));

        var last = -1;
        var arrived = 0;
        await peer.ReadFrameAsync();
        while (last < Requests - 3)
        {
            var request = await peer.ReadAsync();
            Assert.True(request.Fields.TryGetInt32("n"u8, out var n) && n > last, "requests overtook each other");
            Assert.Equal(body.Length, request.BodyLength);
            last = n;
            arrived++;
            if (n % 3 != 0) continue;
            var response = new RemotingCommand();
            response.PrepareResponse(request, n);
            await peer.SendAsync(response);
        }

        for (var i = 0; i < Requests; i++)
        {
            if (i % 3 == 0) Assert.Equal(i, (await calls[i]).Code);
            else if (i % 3 == 1) await Assert.ThrowsAsync<RemotingTimeoutException>(() => calls[i]);
            else await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[i]);
        }

        // What ended before the peer read again was not sent at all.
        Assert.InRange(arrived, Requests / 3, Requests - 1);
    }

    // The state is reached by the server's own doing, and nothing signals it.
    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
