using System.Text;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Broker.Tests.Transactions;

public sealed class TransactionTests
{
    private const int Commit = MessageSysFlag.TransactionCommit;
    private const int Rollback = MessageSysFlag.TransactionRollback;

    [Fact]
    public async Task HalfMessage_IsNotSeenUntilItIsCommitted()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.CreateStore = TestPlugins.Store("commitlog"));
        var half = await SendHalfAsync(broker, queueId: 2);
        Assert.Equal(ResponseCode.PullNotFound, (await broker.AskAsync(Requests.Pull("Orders", queueId: 2))).Code);

        var answer = await broker.AskAsync(End(half, Commit));

        Assert.Equal(ResponseCode.Success, answer.Code);
        var message = Assert.Single(
            MessageCodec.DecodeAll((await broker.AskAsync(Requests.Pull("Orders", queueId: 2))).Body, decompress: true, 1 << 20));
        Assert.Equal(
            ("paid", Commit, half.Place),
            (
                Encoding.UTF8.GetString(message.Body.Span), MessageSysFlag.GetTransactionType(message.SysFlag),
                message.PreparedTransactionOffset));
        Assert.Equal(
            ("true", "Orders", "2", "tx"),
            (
                message.GetProperty("TRAN_MSG"), message.GetProperty("REAL_TOPIC"), message.GetProperty("REAL_QID"),
                message.GetProperty("PGROUP")));
    }

    [Fact]
    public async Task Rollback_StoresNothingButTheNote()
    {
        await using var broker = await TestBroker.StartAsync();
        var half = await SendHalfAsync(broker);

        Assert.Equal(ResponseCode.Success, (await broker.AskAsync(End(half, Rollback))).Code);

        Assert.Empty(broker.Store.GetAll("Orders"));
        var op = Assert.Single(broker.Store.GetAll("RMQ_SYS_TRANS_OP_HALF_TOPIC"));
        Assert.Equal(("0", "d", "true"), (Encoding.UTF8.GetString(op.Body.Span), op.Tags, op.GetProperty("WAIT")));
    }

    [Theory]
    [InlineData("other", 0, 0, "The producer group wrong")]
    [InlineData("tx", 1, 0, "The transaction state table offset wrong")]
    [InlineData("tx", 0, 7, "Find prepared transaction message failed")]
    public async Task End_ThatDoesNotFitTheHalfMessage_IsRefused(string group, long queueOffsetError, long placeError, string remark)
    {
        await using var broker = await TestBroker.StartAsync();
        var half = await SendHalfAsync(broker);

        var answer = await broker.AskAsync(End((half.QueueOffset + queueOffsetError, half.Place + placeError), Commit, group));

        Assert.Equal((ResponseCode.SystemError, remark), (answer.Code, answer.Remark));
        Assert.Empty(broker.Store.GetAll("Orders"));
    }

    [Fact]
    public async Task End_OfAnOrdinaryMessage_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.AskAsync(Requests.Send("Orders", properties: "PGROUP\u0001tx"));

        Assert.Equal("Find prepared transaction message failed", (await broker.AskAsync(End((0, 0), Commit))).Remark);
    }

    [Fact]
    public async Task End_WithStateUnknown_IsNotAnswered()
    {
        await using var broker = await TestBroker.StartAsync();
        var half = await SendHalfAsync(broker);

        var answer = await broker.AskAndHoldAsync(End(half, 0));

        Assert.False(answer.IsCompleted);
        Assert.Empty(broker.Store.GetAll("RMQ_SYS_TRANS_OP_HALF_TOPIC"));
    }

    [Fact]
    public async Task Send_OfAHalfMessageWhereTheyAreRejected_IsRefused()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.RejectTransactionMessage = true);

        var answer = await broker.AskAsync(HalfRequest());

        Assert.Equal(
            (ResponseCode.NoPermission, "the broker[127.0.0.1] sending transaction message is forbidden"), (answer.Code, answer.Remark));
    }

    [Fact]
    public async Task Check_OfAnUnsettledHalfMessage_AsksItsProducerAboutTheRecordPutBack()
    {
        await using var broker = await TestBroker.StartAsync();
        var checks = TestBroker.Listen(broker.Client, RequestCode.CheckTransactionState);
        await broker.AskAsync(Heartbeats.Producer("client-1", "tx"));
        await SendHalfAsync(broker, queueId: 3);

        broker.Clock.Advance(TimeSpan.FromSeconds(60));

        var check = await checks.ReadAsync().AsTask().WaitAsync(TestBroker.Patience);
        Assert.True(check.IsOneWay);
        Assert.True(CheckTransactionStateRequestHeader.TryRead(check.Fields, out var header, out _));
        var again = broker.Store.GetAll("RMQ_SYS_TRANS_HALF_TOPIC")[1];
        Assert.Equal(
            (1L, again.PhysicalOffset, "u1", "u1"),
            (header.TranStateTableOffset, header.CommitLogOffset, header.MessageId, header.TransactionId));
        var message = Assert.Single(MessageCodec.DecodeAll(check.Body, decompress: true, 1 << 20));
        Assert.Equal(("Orders", 3, "1"), (message.Topic, message.QueueId, message.GetProperty("TRANSACTION_CHECK_TIMES")));

        Assert.Equal(
            ResponseCode.Success, (await broker.AskAsync(End((header.TranStateTableOffset, header.CommitLogOffset), Commit))).Code);
        broker.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, broker.Store.GetAll("RMQ_SYS_TRANS_HALF_TOPIC").Count);
        Assert.Single(broker.Store.GetAll("Orders", 3));
    }

    [Fact]
    public async Task Check_OfASettledHalfMessage_AsksNobodyAndMovesOn()
    {
        await using var broker = await TestBroker.StartAsync();
        for (var i = 0; i < 5; i++) await broker.AskAsync(End(await SendHalfAsync(broker), i % 2 == 0 ? Commit : Rollback));

        broker.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(5, broker.Store.GetAll("RMQ_SYS_TRANS_HALF_TOPIC").Count);
        Assert.True(broker.Services.Offsets.TryGet("CID_RMQ_SYS_TRANS", "RMQ_SYS_TRANS_HALF_TOPIC", 0, out var half));
        Assert.True(broker.Services.Offsets.TryGet("CID_RMQ_SYS_TRANS", "RMQ_SYS_TRANS_OP_HALF_TOPIC", 0, out var op));
        Assert.Equal((5L, 5L), (half, op));
    }

    [Fact]
    public async Task Check_AfterTooManyTries_GivesTheHalfMessageUp()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.TransactionCheckMax = 2);
        await SendHalfAsync(broker);

        broker.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(3, broker.Store.GetAll("RMQ_SYS_TRANS_HALF_TOPIC").Count);
        Assert.Equal("2", Assert.Single(broker.Store.GetAll("TRANS_CHECK_MAX_TIME_TOPIC")).GetProperty("TRANSACTION_CHECK_TIMES"));
    }

    [Fact]
    public async Task Check_OfAYoungHalfMessage_Waits()
    {
        await using var broker = await TestBroker.StartAsync(setup => setup.Options.TransactionTimeOut = 100_000);
        await SendHalfAsync(broker);

        broker.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Single(broker.Store.GetAll("RMQ_SYS_TRANS_HALF_TOPIC"));
    }

    [Fact]
    public async Task Check_OfAHalfMessageThatIsImmuneForLonger_PutsItBackWithItsFirstOffset()
    {
        await using var broker = await TestBroker.StartAsync();
        var half = await SendHalfAsync(broker, properties: "CHECK_IMMUNITY_TIME_IN_SECONDS\u0001100");

        broker.Clock.Advance(TimeSpan.FromSeconds(60));

        var again = broker.Store.GetAll("RMQ_SYS_TRANS_HALF_TOPIC")[1];
        Assert.Equal(("0", null), (again.GetProperty("TRAN_PREPARED_QUEUE_OFFSET"), again.GetProperty("TRANSACTION_CHECK_TIMES")));
        await broker.AskAsync(End(half, Commit));
        broker.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, broker.Store.GetAll("RMQ_SYS_TRANS_HALF_TOPIC").Count);
    }

    private static async Task<(long QueueOffset, long Place)> SendHalfAsync(TestBroker broker, int queueId = 0, string properties = "")
    {
        var answer = await broker.AskAsync(HalfRequest(queueId, properties, broker.Clock.NowMilliseconds));
        Assert.Equal(
            (ResponseCode.Success, queueId.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            (answer.Code, answer.Fields.GetString("queueId"u8)));
        Assert.True(OffsetMessageId.TryParse(answer.Fields.GetString("msgId"u8), out _, out var place));
        Assert.True(answer.Fields.TryGetInt64("queueOffset"u8, out var queueOffset));
        return (queueOffset, place);
    }

    private static RemotingCommand HalfRequest(int queueId = 0, string properties = "", long bornAt = 0)
        => Requests.Send(
            "Orders", "paid", queueId, "TRAN_MSG\u0001true\u0002PGROUP\u0001tx\u0002UNIQ_KEY\u0001u1\u0002" + properties,
            ("f", MessageSysFlag.TransactionPrepared), ("g", bornAt));

    private static RemotingCommand End((long QueueOffset, long Place) half, int state, string group = "tx") => Requests.Make(
        RequestCode.EndTransaction,
        ("producerGroup", group), (
            "tranStateTableOffset", half.QueueOffset), ("commitLogOffset", half.Place), ("commitOrRollback", state), ("msgId", "u1"));
}
