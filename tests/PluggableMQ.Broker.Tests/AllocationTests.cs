using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests;

/// <summary>Measures garbage of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationCollection;

[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int Warmup = 20_000;
    private const int Measured = 50_000;
    private const int Window = 20;

    // A few bytes in all come from timers and the runtime; one object for each message would be 24 or more.
    private const double Allowed = 4;

    [Fact]
    public async Task Send_InTheSteadyState_AllocatesNothingPerMessage()
    {
        // The in-memory store keeps the messages on the heap, so only the other one can show it.
        await using var broker = await StartAsync("commitlog");
        var request = Requests.Send(
            "Orders", new string('x', 128),
            properties: "UNIQ_KEY\u0001C000020279EE5FFD2B27670BC4780005\u0002WAIT\u0001true\u0002TAGS\u0001TagC");

        Assert.InRange(await MeasureAsync(broker, request), 0, Allowed);
    }

#if DEBUG
    // A Debug build makes an object of every async method that is entered; measured 450. A held pull of its own would be 1,500 more.
    private const double AllowedForWake = 700;
#else
    private const double AllowedForWake = 16;
#endif

    [Theory]
    [InlineData("inmemory")]
    [InlineData("commitlog")]
    public async Task Pull_InTheSteadyState_AllocatesNothingPerRequest(string store)
    {
        await using var broker = await StartAsync(store);
        for (var i = 0; i < 4; i++) await broker.AskAsync(Requests.Send("Orders", new string('x', 128), properties: "TAGS\u0001TagA"));

        Assert.InRange(await MeasureAsync(broker, Requests.Pull("Orders", sysFlag: PullSysFlag.CommitOffset, commit: 3)), 0, Allowed);
    }

    [Fact]
    public async Task Pull_OfASubscribedGroupWithTags_AllocatesNothingPerRequest()
    {
        await using var broker = await StartAsync("commitlog");
        for (var i = 0; i < 4; i++) await broker.AskAsync(Requests.Send("Orders", new string('x', 128), properties: "TAGS\u0001TagA"));
        await broker.AskAsync(
            Requests.Heartbeat("client-1", Requests.Consumer("group-1", SubscriptionData.Parse("Orders", "TagA || TagB", 5))));

        Assert.InRange(
            await MeasureAsync(broker, Requests.Pull("Orders", group: "group-1", subscription: null, subVersion: 5)), 0, Allowed);
    }

    [Fact]
    public async Task UpdateConsumerOffset_InTheSteadyState_AllocatesNothing()
    {
        await using var broker = await StartAsync("inmemory");
        var request = Requests.Make(
            RequestCode.UpdateConsumerOffset, ("consumerGroup", "group-1"), ("topic", "Orders"), ("queueId", 0), ("commitOffset", 5));

        Assert.InRange(await MeasureAsync(broker, request), 0, Allowed);
    }

    [Fact]
    public async Task HeldPull_WokenByEveryMessage_AllocatesNothingPerMessage()
    {
        const int Rounds = 5_000;
        await using var broker = await StartAsync("commitlog");
        await broker.AskAsync(Requests.Send("Orders"));
        var endpoint = TransportEndpoint.Parse(broker.Address);
        await using var producer = await broker.Transports.Resolve(endpoint).ConnectAsync(endpoint, CancellationToken.None);
        await using var consumer = await broker.Transports.Resolve(endpoint).ConnectAsync(endpoint, CancellationToken.None);
        var send = Frames.Encode(Requests.Send("Orders", new string('x', 128)));
        var pulls = Enumerable.Range(1, Rounds * 2)
            .Select(offset => Frames.Encode(Requests.Pull("Orders", offset, sysFlag: PullSysFlag.Suspend, suspend: 60_000))).ToArray();

        // Away from the runner's synchronisation context, which makes an object for every step.
        await Task.Run(() => KeepUpAsync(0, Rounds));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await Task.Run(() => KeepUpAsync(Rounds, Rounds * 2));

        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Rounds, 0, AllowedForWake);

        async Task KeepUpAsync(int from, int to)
        {
            for (var round = from; round < to; round++)
            {
                await consumer.Transport.Output.WriteAsync(pulls[round]);
                await RunAsync(producer.Transport, send, rounds: 1, answers: 1);
                await RunAsync(consumer.Transport, default, rounds: 1, answers: 1);
            }
        }
    }

    private static Task<TestBroker> StartAsync(string store) => TestBroker.StartAsync(setup =>
    {
        setup.Scheme = "tcp";
        setup.CreateStore = TestPlugins.Store(
            store, ("mappedFileSizeCommitLog", "67108864"), ("mappedFileSizeConsumeQueue", "6000000"), ("messageIndexEnable", "false"));
    });

    /// <summary>Sends one request again and again, a window of them at a time, and returns the bytes allocated for each.</summary>
    private static async Task<double> MeasureAsync(TestBroker broker, RemotingCommand request)
    {
        var endpoint = TransportEndpoint.Parse(broker.Address);
        await using var connection = await broker.Transports.Resolve(endpoint).ConnectAsync(endpoint, CancellationToken.None);
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < Window; i++) RemotingFrame.Write(request, output);
        var window = output.WrittenMemory;

        await RunAsync(connection.Transport, window, Warmup / Window);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await RunAsync(connection.Transport, window, Measured / Window);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Measured;
    }

    // Pooled, so that the measuring itself leaves nothing behind.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask RunAsync(IDuplexPipe pipe, ReadOnlyMemory<byte> window, int rounds, int answers = Window)
    {
        for (var round = 0; round < rounds; round++)
        {
            if (!window.IsEmpty) await pipe.Output.WriteAsync(window);
            for (var answered = 0; answered < answers;)
            {
                var read = await pipe.Input.ReadAsync();
                var rest = read.Buffer;
                answered += CountFrames(ref rest);
                pipe.Input.AdvanceTo(rest.Start, rest.End);
                Assert.False(read.IsCompleted, "the broker closed the connection");
            }
        }
    }

    private static int CountFrames(ref ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[4];
        var count = 0;
        while (buffer.Length >= 4)
        {
            buffer.Slice(0, 4).CopyTo(prefix);
            var length = BinaryPrimitives.ReadInt32BigEndian(prefix) + 4;
            if (buffer.Length < length) break;
            buffer = buffer.Slice(length);
            count++;
        }

        return count;
    }
}
