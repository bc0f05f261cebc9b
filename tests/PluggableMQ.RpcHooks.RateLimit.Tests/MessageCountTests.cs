using System.Buffers;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

public class MessageCountTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void CountBatch_WholeBatch_CountsItsMessages(int messages) => Assert.Equal(messages, MessageCount.CountBatch(new ReadOnlySequence<byte>(Batches.Of(messages))));

    [Fact]
    public void CountBatch_InManySegments_CountsTheSame()
    {
        var batch = Batches.Of(5);
        var first = new Segment(batch.AsMemory(0, 1), null);
        var last = first;
        for (var i = 1; i < batch.Length; i++) last = new Segment(batch.AsMemory(i, 1), last);

        Assert.Equal(5, MessageCount.CountBatch(new ReadOnlySequence<byte>(first, 0, last, 1)));
    }

    [Fact]
    public void CountBatch_CutAnywhere_CountsWhatIsWholeAndAtLeastOne()
    {
        var batch = Batches.Of(3);
        for (var length = 0; length <= batch.Length; length++)
            Assert.Equal(Math.Max(1, length / (batch.Length / 3)), MessageCount.CountBatch(new ReadOnlySequence<byte>(batch, 0, length)));
    }

    [Fact]
    public void CountBatch_NegativeLengths_EndsThere()
    {
        var batch = Batches.Of(3);
        batch[(batch.Length / 3) + 16] = 0x80;

        Assert.Equal(1, MessageCount.CountBatch(new ReadOnlySequence<byte>(batch)));
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null) return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
