using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Sending;

public sealed class BatchSendTests
{
    [Fact]
    public async Task Send_OfABatch_StoresItsMessagesAsOrdinaryOnes()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.CreateStore = TestPlugins.Store("commitlog"));
        var batch = Batch(("one", "TAGS\u0001A\u0002UNIQ_KEY\u0001u1"), ("two", ""), ("three", "TAGS\u0001C\u0002"));

        var answer = await broker.AskAsync(Request(RequestCode.SendBatchMessage, batch, "WAIT\u0001true"));

        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.Equal("0", answer.Fields.GetString("queueOffset"u8));
        var pulled = MessageCodec.DecodeAll((await broker.AskAsync(Requests.Pull("Orders"))).Body, decompress: true, 1 << 20);
        Assert.Equal(["one", "two", "three"], pulled.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
        Assert.Equal([0L, 1L, 2L], pulled.Select(message => message.QueueOffset));
        Assert.Equal(answer.Fields.GetString("msgId"u8), string.Join(',', pulled.Select(message => message.OffsetMessageId)));
        Assert.Equal(["A", null, "C"], pulled.Select(message => message.Tags));
        Assert.All(
            pulled, message => Assert.Equal(("DefaultCluster", "true"), (message.GetProperty("CLUSTER"), message.GetProperty("WAIT"))));
    }

    [Fact]
    public async Task Send_OfABatchAsAnOrdinarySend_IsTakenByItsHeaderFlag()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(Request(RequestCode.SendMessageV2, Batch(("one", ""), ("two", "")), ""));

        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.Equal(2, broker.Store.GetAll("Orders").Count);
    }

    [Fact]
    public async Task Send_OfABatchWithAWrongInnerSize_IsTakenAsJavaDoes()
    {
        await using var broker = await TestBroker.StartAsync();
        var batch = Batch(("one", "TAGS\u0001A"));
        // Erlang's client writes four less; nobody looks at it.
        BinaryPrimitives.WriteInt32BigEndian(batch, batch.Length - 4);

        var answer = await broker.AskAsync(Request(RequestCode.SendBatchMessage, batch, "TAGS\u0001A\u0002WAIT\u0001true"));

        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.Equal("A", Assert.Single(broker.Store.GetAll("Orders")).Tags);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(24)]
    public async Task Send_OfACutOffBatch_IsRefusedAndStoresNothing(int length)
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(
            Request(RequestCode.SendBatchMessage, Batch(("one", "TAGS\u0001A")).AsSpan(0, length).ToArray(), ""));

        Assert.Equal(ResponseCode.MessageIllegal, answer.Code);
        Assert.Empty(broker.Store.GetAll("Orders"));
    }

    [Fact]
    public async Task Send_OfABatchThatWouldGrowBeyondTheLimit_IsRefusedBeforeMemoryIsTaken()
    {
        await using var broker = await TestBroker.StartAsync();
        // 100,000 empty messages, each to carry 30 KB of the batch's own properties: three gigabytes.
        var batch = Batch([.. Enumerable.Repeat(("", ""), 100_000)]);

        var answer = await broker.AskAsync(Request(RequestCode.SendBatchMessage, batch, "K\u0001" + new string('v', 30_000)));

        Assert.Equal(ResponseCode.MessageIllegal, answer.Code);
        Assert.Empty(broker.Store.GetAll("Orders"));
    }

    [Fact]
    public async Task Send_OfABatchWithADelay_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync();

        var answer = await broker.AskAsync(Request(RequestCode.SendBatchMessage, Batch(("one", "")), "DELAY\u00013"));

        Assert.Equal(ResponseCode.MessageIllegal, answer.Code);
    }

    private static RemotingCommand Request(int code, byte[] batch, string properties)
    {
        var request = Requests.Send("Orders", properties: properties, overrides: ("m", true));
        request.Code = code;
        request.SetBody(batch);
        return request;
    }

    private static byte[] Batch(params (string Body, string Properties)[] messages)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (body, properties) in messages)
        {
            var bodyBytes = Encoding.UTF8.GetBytes(body);
            var propertyBytes = Encoding.UTF8.GetBytes(properties);
            var bytes = new byte[22 + bodyBytes.Length + propertyBytes.Length];
            BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), bodyBytes.Length);
            bodyBytes.CopyTo(bytes, 20);
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(20 + bodyBytes.Length), (short)propertyBytes.Length);
            propertyBytes.CopyTo(bytes, 22 + bodyBytes.Length);
            output.Write(bytes);
        }

        return output.WrittenSpan.ToArray();
    }
}
