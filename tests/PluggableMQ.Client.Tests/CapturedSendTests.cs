using System.Buffers;
using System.Text;
using PluggableMQ.Client.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Tests;

namespace PluggableMQ.Client.Tests;

/// <summary>Every send that a Java client made in the captures is made again from the same message: the request is the same.</summary>
public sealed class CapturedSendTests
{
    private static readonly int[] Indexes = [.. Enumerable.Range(0, CapturedFrame.All.Count)
        .Where(static index => CapturedFrame.All[index] is { Kind: not "response", Code: RequestCode.SendMessageV2 or RequestCode.SendBatchMessage })
        .Where(static index => Read(CapturedFrame.All[index])["a"] is "cap_producer_group" or "cap_tx_group")];

    public static TheoryData<int> Sends => [.. Indexes];

    [Fact]
    public void Sends_InTheCaptures_AreOfAllKinds()
    {
        var sends = Array.ConvertAll(Indexes, static index => Read(CapturedFrame.All[index]));
        Assert.Equal(13, sends.Length);
        Assert.Contains(sends, static frame => frame.Flag == 2);
        Assert.Contains(sends, static frame => frame.Code == RequestCode.SendBatchMessage);
        Assert.Contains(sends, static frame => frame["f"] == "769");
        Assert.Contains(sends, static frame => frame["f"] == "4");
        Assert.Contains(sends, static frame => frame.Properties.ContainsKey("DELAY"));
        Assert.Contains(sends, static frame => frame.Properties.ContainsKey("地区"));
    }

    [Theory]
    [MemberData(nameof(Sends))]
    public async Task Send_SameMessage_MakesTheSameRequest(int index)
    {
        var captured = Read(CapturedFrame.All[index]);
        await using var cluster = await Cluster.StartAsync();
        cluster.Routes["CapTopic"] = Routes.Of(4, ("broker-a", cluster.BrokerA.Address));
        cluster.Clock.Advance(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(captured["g"]!, null)) - cluster.Clock.GetUtcNow());
        var producer = await cluster.StartProducerAsync(options => options.ProducerGroup = captured["a"]!);
        var queue = (await producer.FetchPublishQueuesAsync("CapTopic"))[int.Parse(captured["e"]!, null)];

        if (captured.Code == RequestCode.SendBatchMessage) await producer.SendBatchAsync(ReadBatch(captured), queue);
        else if (captured.Flag != 0) await producer.SendOneWayAsync(ReadMessage(captured), queue);
        else await producer.SendAsync(ReadMessage(captured), queue);

        var sent = await cluster.BrokerA.WaitForAsync(captured.Code);
        Assert.Equal(captured.Fields, sent.Fields);
        Assert.Equal(captured.Flag, sent.Flag);
        Assert.Equal(captured.Version, sent.Version);
        Assert.Equal(captured.SerializeType, sent.SerializeType);
        Assert.Equal(LanguageCode.DotNet, sent.Language);
        // zlib's output is not the same everywhere; what it holds is.
        if (captured["f"] == "769") Assert.Equal(Inflate(captured.Body), Inflate(sent.Body));
        else Assert.Equal(captured.Body, sent.Body);
    }

    private static byte[] Inflate(byte[] body) => MessageCompression.Decompress(body, MessageSysFlag.CompressionZlib, 1_000_000);

    private static RecordedRequest Read(CapturedFrame frame) => new(frame.Decode());

    private static Message ReadMessage(RecordedRequest captured)
    {
        var message = new Message("CapTopic", captured["f"] == "769" ? Inflate(captured.Body) : captured.Body);
        foreach (var (name, value) in captured.Properties) message.Properties[name] = value;
        return message;
    }

    private static List<Message> ReadBatch(RecordedRequest captured)
    {
        List<Message> messages = [];
        var reader = new BatchReader(captured.Body);
        while (reader.TryReadNext(out var entry))
        {
            var message = new Message("CapTopic", entry.Body.ToArray()) { Flag = entry.Flag };
            foreach (var (name, value) in PropertiesCodec.Parse(entry.Properties)) message.Properties[name] = value;
            messages.Add(message);
        }

        Assert.Equal(3, messages.Count);
        return messages;
    }
}
