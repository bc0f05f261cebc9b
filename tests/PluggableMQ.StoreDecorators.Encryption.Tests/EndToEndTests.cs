using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.StoreDecorators.Encryption.Tests.Support;

namespace PluggableMQ.StoreDecorators.Encryption.Tests;

/// <summary>A broker with an encrypted commit log, over TCP.</summary>
public sealed class EndToEndTests : IDisposable
{
    private const string Topic = "Orders";
    private static readonly MessageQueue Queue = new(Topic, "broker-a", 0);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-encryption-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task SendAndPull_EveryWay_ComesBackAndRestsEncrypted()
    {
        var large = string.Concat(Enumerable.Repeat("secret payload ", 1_000));
        await using (var queue = await EncryptedQueue.StartAsync(_directory, "k1"))
        {
            var first = await queue.Producer.SendAsync(new Message(Topic, Bytes("secret payload"), "TagA", "order-1"), Queue);
            await queue.Producer.SendBatchAsync([new Message(Topic, Bytes("secret payload 1")), new Message(Topic, Bytes("secret payload 2"), "TagB")], Queue);
            // Long enough to be compressed by the producer.
            await queue.Producer.SendAsync(new Message(Topic, Bytes(large)), Queue);

            Assert.Equal(["secret payload", "secret payload 1", "secret payload 2", large], (await queue.PullAsync(Queue, 4)).Select(Text));
            Assert.Equal(["secret payload 2"], (await queue.Consumer.PullAsync(Queue, "TagB", 0, 32)).Messages.Select(Text));
            Assert.Equal("secret payload", Text(await queue.Admin.ViewMessageAsync(first.OffsetMessageId)));
            Assert.Equal("secret payload", Text(await queue.Admin.QueryMessageByUniqueIdAsync(Topic, first.MessageId)));
        }

        foreach (var file in _directory.EnumerateFiles("*", SearchOption.AllDirectories))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file.FullName)).AsSpan().IndexOf("secret payload"u8));
    }

    [Fact]
    public async Task Restart_RotatedKeyThenRetiredKey_OldMessagesStayOrAreSkipped()
    {
        await using (var queue = await EncryptedQueue.StartAsync(_directory, "k1")) await queue.Producer.SendAsync(new Message(Topic, Bytes("one")), Queue);
        await using (var queue = await EncryptedQueue.StartAsync(_directory, "k1", "k2"))
        {
            await queue.Producer.SendAsync(new Message(Topic, Bytes("two")), Queue);
            Assert.Equal(["one", "two"], (await queue.PullAsync(Queue, 2)).Select(Text));
        }

        await using (var queue = await EncryptedQueue.StartAsync(_directory, "k2")) Assert.Equal(["two"], (await queue.PullAsync(Queue, 1)).Select(Text));
    }

    [Fact]
    public async Task DelayedMessage_WhenDue_IsReadable()
    {
        await using var queue = await EncryptedQueue.StartAsync(_directory, "k1");
        await queue.Producer.SendAsync(new Message(Topic, Bytes("late")) { DelayTimeLevel = 1 }, Queue);

        var message = Assert.Single(await queue.PullAsync(Queue, 1));

        Assert.Equal(("late", Topic), (Text(message), message.GetProperty("REAL_TOPIC")));
    }

    [Fact]
    public async Task Transaction_Committed_IsReadable()
    {
        await using var queue = await EncryptedQueue.StartAsync(_directory, "k1");
        var half = new Message(Topic, Bytes("transfer"));
        half.Properties["TRAN_MSG"] = "true";
        half.Properties["PGROUP"] = "orders";
        var sent = await queue.Producer.SendAsync(half, Queue);
        Assert.True(OffsetMessageId.TryParse(sent.OffsetMessageId, out _, out var commitLogOffset));

        await queue.InvokeAsync(RequestCode.EndTransaction, new EndTransactionRequestHeader
        {
            ProducerGroup = "orders",
            TranStateTableOffset = sent.QueueOffset,
            CommitLogOffset = commitLogOffset,
            CommitOrRollback = MessageSysFlag.TransactionCommit,
            MessageId = sent.MessageId,
        }.Write);

        Assert.Equal(["transfer"], (await queue.PullAsync(Queue, 1)).Select(Text));
    }

    [Fact]
    public async Task SendBack_MessageOfAConsumer_ComesAgainReadable()
    {
        await using var queue = await EncryptedQueue.StartAsync(_directory, "k1");
        await queue.Producer.SendAsync(new Message(Topic, Bytes("try again")), Queue);
        var first = Assert.Single(await queue.PullAsync(Queue, 1));

        await queue.InvokeAsync(RequestCode.ConsumerSendMsgBack, new ConsumerSendMsgBackRequestHeader
        {
            Offset = first.PhysicalOffset,
            Group = "billing",
            DelayLevel = 1,
            OriginMsgId = first.MessageId,
            OriginTopic = Topic,
        }.Write);

        var again = Assert.Single(await queue.PullAsync(new MessageQueue("%RETRY%billing", "broker-a", 0), 1));
        Assert.Equal(("try again", 1), (Text(again), again.ReconsumeTimes));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Message message) => Encoding.UTF8.GetString(message.Body.Span);
}
