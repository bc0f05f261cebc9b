using System.Buffers;
using System.Net;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Protocol.Tests;

/// <summary>The hot paths allocate nothing once their buffers have grown.</summary>
public sealed class AllocationTests
{
    private static readonly IPEndPoint Host = new(IPAddress.Loopback, 10911);

    [Theory]
    [InlineData("JSON")]
    [InlineData("ROCKETMQ")]
    public void TryReadAndWrite_SendsAndPulls_AllocateNothing(string serialize)
    {
        var frames = CapturedFrame.All
            .Where(frame => frame.Serialize == serialize)
            .Where(frame => (frame.Answers ?? frame.Code) is RequestCode.SendMessageV2 or RequestCode.PullMessage or RequestCode.UpdateConsumerOffset)
            .Where(frame => frame.Decode().Remark is null)
            .Select(frame => new ReadOnlySequence<byte>(frame.Bytes)).ToArray();
        Assert.True(frames.Length > 40);
        var command = new RemotingCommand();
        var output = new ArrayBufferWriter<byte>(1 << 20);
        AssertAllocatesNothing(() =>
        {
            foreach (var frame in frames)
            {
                var buffer = frame;
                if (RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out _) != FrameReadResult.Frame) return false;
                output.ResetWrittenCount();
                RemotingFrame.Write(command, output);
            }

            return true;
        });
    }

    [Fact]
    public void TryRead_SegmentedFrame_AllocatesNothing()
    {
        var frame = Sequences.Chop(CapturedFrame.All.First(frame => frame.Code == RequestCode.SendMessageV2).Bytes, 64);
        var command = new RemotingCommand();
        AssertAllocatesNothing(() =>
        {
            var buffer = frame;
            return RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out _) == FrameReadResult.Frame;
        });
    }

    [Fact]
    public void Views_SendAndPull_AllocateNothing()
    {
        var send = CapturedFrame.All.First(frame => frame.Code == RequestCode.SendMessageV2).Decode();
        var pull = CapturedFrame.All.First(frame => frame is { Code: RequestCode.PullMessage, Kind: "request" }).Decode();
        AssertAllocatesNothing(() => SendMessageRequestView.TryRead(send.Code, send.Fields, out var view, out _) && TagsCode.Compute(view.Properties) != 1
            && PullMessageRequestView.TryRead(pull.Fields, out _, out _));
    }

    [Fact]
    public void Responses_SendAndPull_AllocateNothing()
    {
        var request = CapturedFrame.All.First(frame => frame.Code == RequestCode.SendMessageV2).Decode();
        var response = new RemotingCommand();
        var output = new ArrayBufferWriter<byte>(4096);
        AssertAllocatesNothing(() =>
        {
            response.PrepareResponse(request);
            SendMessageResponseHeader.Write(response.Fields, Host, 123456789, 3, 42);
            SendMessageResponseHeader.WriteRegion(response.Fields, "DefaultRegion", true);
            output.ResetWrittenCount();
            RemotingFrame.Write(response, output);
            response.PrepareResponse(request);
            new PullMessageResponseHeader { NextBeginOffset = 5, MaxOffset = 7 }.Write(response.Fields);
            output.ResetWrittenCount();
            RemotingFrame.Write(response, output);
            return output.WrittenCount > 0;
        });
    }

    [Fact]
    public void MessageCodec_WriteAndReadHeader_AllocateNothing()
    {
        var record = MessageCodecTests.CreateGolden();
        var target = new byte[256];
        AssertAllocatesNothing(() =>
        {
            var length = MessageCodec.Write(record, 1, 2, 3, target);
            return length == MessageCodec.GetEncodedLength(record) && MessageCodec.TryReadHeader(target, out var header) && header.TotalSize == length
                && TagsCode.Compute(header.GetProperties(target)) == 2598919 && OffsetMessageId.TryWrite(target.AsSpan(150), Host, 5, out _);
        });
    }

    [Fact]
    public void BatchReader_Batch_AllocatesNothing()
    {
        var batch = CapturedFrame.All.First(frame => frame is { Code: RequestCode.SendBatchMessage, Kind: "request" }).Decode().Body.ToArray();
        AssertAllocatesNothing(() => BatchCodec.Count(batch) == 3);
    }

    private static void AssertAllocatesNothing(Func<bool> action)
    {
        for (var i = 0; i < 100; i++) Assert.True(action());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var succeeded = true;
        for (var i = 0; i < 100; i++) succeeded &= action();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(succeeded);
        Assert.Equal(0, allocated);
    }
}
