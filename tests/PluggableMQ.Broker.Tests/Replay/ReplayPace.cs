using System.Buffers;
using System.Diagnostics;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Replay;

/// <summary>Keeps a replay in step with the broker: nothing goes on before what was sent has been handled, answered or held.</summary>
internal sealed class ReplayPace(TestBroker broker)
{
    private const int FirstFence = 2_000_000;
    private int _expected;
    private int _fences;

    public AnswerCounter Answers { get; } = new();

    /// <summary>Sends a frame, and a request behind it on the same connection: when that is answered, the frame has been handled.</summary>
    public async Task SendAsync(RawConnection connection, ReadOnlyMemory<byte> frame)
    {
        var buffer = new ReadOnlySequence<byte>(frame);
        var request = new RemotingCommand();
        RemotingFrame.TryRead(ref buffer, request, RemotingFrame.DefaultMaxLength, out _);
        if (!request.IsOneWay) _expected++;
        if (request.Code is RequestCode.QueryMessage) await IndexReachedTheEndAsync();
        var fence = Requests.Make(RequestCode.GetConsumerListByGroup, ("consumerGroup", "fence"));
        fence.Opaque = FirstFence + _fences++;
        _expected++;
        var output = new ArrayBufferWriter<byte>();
        output.Write(frame.Span);
        RemotingFrame.Write(fence, output);
        await connection.SendAsync(output.WrittenMemory);
        await connection.ResponseAsync(fence.Opaque).WaitAsync(TestBroker.Patience);
    }

    // The index is built behind the appends in real time, of which a replay leaves less than Java's clients did.
    private async Task IndexReachedTheEndAsync()
    {
        var deadline = Stopwatch.StartNew();
        while (broker.Services.Store.Health.DispatchBehindBytes > 0)
        {
            Assert.True(deadline.Elapsed < TestBroker.Patience, "the index is not built");
            await Task.Delay(1);
        }
    }

    /// <summary>Lets the clock run until an answer is there: Java's turns (time-outs, delayed messages) came at other moments.</summary>
    public async Task LetClockReachAsync(Task answer, TimeSpan step)
    {
        for (var i = 0; i < 100; i++)
        {
            // All that is neither answered nor held is on its way.
            await Answers.ReachAsync(_expected - broker.Services.Holds.Count).WaitAsync(TestBroker.Patience);
            if (answer.IsCompleted) return;
            broker.Clock.Advance(step);
        }
    }
}
