using System.Buffers;
using System.Text;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Protocol.Tests;

public sealed class CapturedFrameTests
{
    [Fact]
    public void All_BothFiles_AreThere()
    {
        Assert.Equal(1054, CapturedFrame.All.Count);
        Assert.Equal(368, CapturedFrame.All.Count(frame => frame.Serialize == "ROCKETMQ"));
    }

    [Fact]
    public void TryRead_EveryFrame_GivesWhatTheCaptureSays()
    {
        foreach (var frame in CapturedFrame.All)
        {
            var command = frame.Decode();
            Assert.Equal(frame.Code, command.Code);
            Assert.Equal(frame.Opaque, command.Opaque);
            Assert.Equal(frame.Kind == "response", command.IsResponse);
            Assert.Equal(frame.Kind == "oneway", command.IsOneWay);
            Assert.Equal(frame.Serialize == "JSON" ? SerializeType.Json : SerializeType.RocketMq, command.SerializeType);
            Assert.Equal(LanguageCode.Java, command.Language);
            Assert.Equal(409, command.Version);
        }
    }

    [Fact]
    public void Write_EveryFrameReadBefore_GivesTheSameBytes()
    {
        foreach (var frame in CapturedFrame.All)
        {
            var output = new ArrayBufferWriter<byte>();
            RemotingFrame.Write(frame.Decode(), output);
            Assert.True(
                output.WrittenSpan.SequenceEqual(frame.Bytes),
                $"{frame}\n{Encoding.Latin1.GetString(frame.Bytes)}\n{Encoding.Latin1.GetString(output.WrittenSpan)}");
        }
    }

    [Fact]
    public void TryRead_EveryFrameInSmallSegments_GivesTheSameBytes()
    {
        foreach (var frame in CapturedFrame.All)
        {
            var buffer = Sequences.Chop(frame.Bytes, 7);
            var command = new RemotingCommand();
            Assert.Equal(FrameReadResult.Frame, RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out _));
            var output = new ArrayBufferWriter<byte>();
            RemotingFrame.Write(command, output);
            Assert.True(output.WrittenSpan.SequenceEqual(frame.Bytes), frame.ToString());
        }
    }

    [Fact]
    public void TryReadHeader_EveryMessageBody_ReencodesToTheSameBytes()
    {
        var messages = 0;
        foreach (var frame in CapturedFrame.All.Where(frame => frame.Answers is RequestCode.PullMessage or RequestCode.QueryMessage))
        {
            var body = frame.Decode().Body.ToArray();
            var output = new ArrayBufferWriter<byte>();
            for (var at = 0; at < body.Length; messages++) at += MessageRecords.Reencode(body.AsSpan(at), output);
            Assert.True(output.WrittenSpan.SequenceEqual(body), frame.ToString());
        }

        Assert.Equal(80, messages);
    }

    [Fact]
    public void DecodeAll_EveryMessageBody_GivesMessagesWithTheirCrc()
    {
        foreach (var frame in CapturedFrame.All.Where(frame => frame.Answers is RequestCode.PullMessage or RequestCode.QueryMessage))
        {
            var messages = MessageCodec.DecodeAll(frame.Decode().Body, decompress: false, 0);
            Assert.All(messages, message => Assert.Equal(message.BodyCrc, Crc32.ComputeMasked(message.Body.Span)));
            Assert.All(messages, message => Assert.Equal(message.UniqueId, message.MessageId));
        }
    }

    [Fact]
    public void DecodeAll_EveryMessageBodyDecompressed_FindsTheLongBody()
    {
        var bodies = CapturedFrame.All.Where(frame => frame.Answers == RequestCode.PullMessage)
            .SelectMany(frame => MessageCodec.DecodeAll(frame.Decode().Body, decompress: true, 1 << 20)).ToList();
        Assert.Contains(bodies, message => MessageSysFlag.IsCompressed(message.SysFlag) && message.Body.Length > 4096);
        Assert.All(bodies.Where(message => !MessageSysFlag.IsCompressed(message.SysFlag)), message => Assert.InRange(message.Body.Length, 1, 4096));
    }

    [Fact]
    public void SendMessageRequestView_EverySend_ReadsAndItsWriterGivesTheSameFields()
    {
        var sends = CapturedFrame.All
            .Where(frame => frame.Kind != "response" && frame.Code is RequestCode.SendMessageV2 or RequestCode.SendBatchMessage).ToList();
        Assert.Equal(26, sends.Count);
        foreach (var frame in sends)
        {
            var command = frame.Decode();
            Assert.True(SendMessageRequestView.TryRead(command.Code, command.Fields, out var view, out var error), error);
            var header = new SendMessageRequestHeader
            {
                ProducerGroup = Encoding.UTF8.GetString(view.ProducerGroup),
                Topic = Encoding.UTF8.GetString(view.Topic),
                DefaultTopic = Encoding.UTF8.GetString(view.DefaultTopic),
                DefaultTopicQueueNums = view.DefaultTopicQueueNums,
                QueueId = view.QueueId,
                SysFlag = view.SysFlag,
                BornTimestamp = view.BornTimestamp,
                Flag = view.Flag,
                Properties = Encoding.UTF8.GetString(view.Properties),
                ReconsumeTimes = view.ReconsumeTimes,
                UnitMode = view.UnitMode,
                MaxReconsumeTimes = view.MaxReconsumeTimes,
                IsBatch = view.IsBatch,
                BrokerName = Encoding.UTF8.GetString(view.BrokerName),
            };
            var written = new HeaderFields();
            header.Write(command.Code, written);
            Assert.Equal(ToDictionary(command.Fields), ToDictionary(written));
        }
    }

    [Fact]
    public void BatchReader_EveryBatch_ReadsThreeMessages()
    {
        foreach (var frame in CapturedFrame.All.Where(frame => frame.Kind == "request" && frame.Code == RequestCode.SendBatchMessage))
        {
            var body = frame.Decode().Body.ToArray();
            Assert.Equal(3, BatchCodec.Count(body));
            var reader = new BatchReader(body);
            while (reader.TryReadNext(out var entry)) Assert.Equal(32, PropertiesCodec.GetString(entry.Properties, "UNIQ_KEY"u8)!.Length);
        }
    }

    internal static SortedDictionary<string, string> ToDictionary(HeaderFields fields)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++) result[Encoding.UTF8.GetString(fields.GetName(i))] = Encoding.UTF8.GetString(fields.GetValue(i));
        return result;
    }
}
