using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Tracing;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What every <see cref="ITraceDispatcher"/> promises.</summary>
public abstract class TraceDispatcherContract : ContractKit
{
    private readonly List<string> _late = [];
    private int _number;

    /// <summary>The clock that dispatchers are made with.</summary>
    protected ManualClock Clock { get; } = new();

    /// <summary>What dispatchers publish through. Holds what was published.</summary>
    protected TestTracePublisher Publisher { get; } = new();

    /// <summary>The logging that dispatchers are made with.</summary>
    protected virtual ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    /// <summary>Makes a dispatcher.</summary>
    /// <param name="context">The group that it is for.</param>
    /// <returns>A new dispatcher; disposed by the kit if it can be.</returns>
    protected abstract ITraceDispatcher Create(TraceDispatcherContext context);

    /// <summary>Whether what was dispatched of a message has arrived; asked after the batch's task, and again after the dispatcher was disposed.</summary>
    /// <param name="messageId">The message's id.</param>
    /// <returns>Whether it is where the dispatcher takes records to; null when the test cannot look there.</returns>
    protected virtual bool? HasArrived(string messageId) => null;

    /// <summary>Where what was dispatched of a message stands in what has arrived, a larger number for what came later; asked as
    /// <see cref="HasArrived"/> is.</summary>
    /// <param name="messageId">The message's id.</param>
    /// <returns>For example the line's number in a log; null when it has not arrived, or the test cannot say where.</returns>
    protected virtual long? PlaceOf(string messageId) => null;

    /// <summary>Whether records of a type are taken to where <see cref="HasArrived"/> looks. False for what a dispatcher leaves out on
    /// purpose.</summary>
    /// <param name="type">The type.</param>
    protected virtual bool Takes(TraceType type) => true;

    [Theory]
    [InlineData(TraceType.Pub)]
    [InlineData(TraceType.SubBefore)]
    [InlineData(TraceType.SubAfter)]
    [InlineData(TraceType.EndTransaction)]
    public async Task Dispatch_EachType_Ends(TraceType type)
    {
        var dispatcher = Make();
        foreach (var kind in Enum.GetValues<TraceMessageType>())
        {
            foreach (var success in new[] { true, false }) await DispatchAsync(dispatcher, Record(type, kind, success));
        }
    }

    [Fact]
    public async Task Dispatch_OnlyWhatIsRequired_Ends()
    {
        var dispatcher = Make();
        foreach (var type in Enum.GetValues<TraceType>())
        {
            await DispatchAsync(dispatcher, new TraceRecord { Type = type, Timestamp = 0, Group = "", Messages = [new TraceMessage { Topic = "", MessageId = "" }] });
            await DispatchAsync(dispatcher, new TraceRecord { Type = type, Timestamp = long.MaxValue, Group = "g", Messages = [] });
        }
    }

    [Fact]
    public async Task Dispatch_OddTexts_End()
    {
        var dispatcher = Make();
        var odd = "größe \u0001 \u0002 \r\n \0 ☃ " + new string('x', 20_000);
        await DispatchAsync(dispatcher, new TraceRecord
        {
            Type = TraceType.Pub,
            Timestamp = Clock.NowMilliseconds,
            Group = odd,
            RegionId = odd,
            RequestId = odd,
            Messages = [new TraceMessage { Topic = odd, MessageId = odd, Keys = odd, Tags = odd, StoreHost = odd, TransactionId = odd, TransactionState = odd }],
        });
    }

    [Fact]
    public async Task Dispatch_ManyRecordsAndMessages_AllArrive()
    {
        var dispatcher = Make();
        var batch = MixedBatch(1_024);
        string[] ids = [.. batch.Where(record => Takes(record.Type)).SelectMany(record => record.Messages).Select(message => message.MessageId)];

        await DispatchAsync(dispatcher, batch);

        await DisposeUnlessAsync(dispatcher, () => ids.All(id => HasArrived(id) != false));
        var missing = batch.Where(record => Takes(record.Type) && record.Messages.Any(message => HasArrived(message.MessageId) == false)).ToList();
        Assert.True(
            missing.Count == 0,
            $"Messages of {missing.Count} records did not arrive, of {string.Join(", ", missing.Select(record => record.Type).Distinct())}. " +
            "Override Takes for a type that is left out on purpose.");
    }

    [Fact]
    public async Task Dispatch_Records_ArriveInTheirOrder()
    {
        var dispatcher = Make();
        var first = MixedBatch(40);
        var second = MixedBatch(40);
        // The first message of a record stands for it: where the others stand is the dispatcher's affair.
        string[] ids = [.. first.Concat(second).Where(record => Takes(record.Type)).Select(record => record.Messages[0].MessageId)];

        await DispatchAsync(dispatcher, first);
        await DispatchAsync(dispatcher, second);

        await DisposeUnlessAsync(dispatcher, () => ids.All(id => PlaceOf(id) is not null));
        var places = ids.Select(PlaceOf).OfType<long>().ToList();
        Assert.True(places.SequenceEqual(places.Order()), $"Records were given in order and arrived in another one, at {string.Join(", ", places)}.");
    }

    [Fact]
    public async Task Dispatch_BatchesOneAfterTheOther_MayShareTheirMemory()
    {
        var dispatcher = Make();
        var memory = new TraceRecord[16];
        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < memory.Length; i++) memory[i] = Record(TraceType.Pub);
            var count = 1 + (round % memory.Length);
            await EndAsync(() => dispatcher.DispatchAsync(memory.AsMemory(0, count), CancellationToken.None), "DispatchAsync");
            // From here on the memory is another batch's.
            Array.Fill(memory, LateRecord());
        }

        Clock.Advance(TimeSpan.FromHours(1));
        await DispatchAsync(dispatcher, Record(TraceType.Pub));
        await EndAsync(() => DisposeOneAsync(dispatcher), "Dispose");
        lock (_late) Assert.Empty(_late);
    }

    [Fact]
    public async Task Dispatch_TokenIsCancelledWhilePublishing_Ends()
    {
        var dispatcher = Make();
        Publisher.Hang();
        using var cancellation = new CancellationTokenSource();
        var dispatching = EndAsync(() => dispatcher.DispatchAsync(new[] { Record(TraceType.Pub) }, cancellation.Token), "DispatchAsync, whose token was cancelled while it waited for its publisher,");

        await cancellation.CancelAsync();

        try
        {
            await dispatching;
        }
        catch (OperationCanceledException)
        {
            // What a token is for.
        }
    }

    [Fact]
    public async Task Dispatch_TokenIsCancelledBefore_Ends()
    {
        var dispatcher = Make();
        try
        {
            await EndAsync(() => dispatcher.DispatchAsync(new[] { Record(TraceType.Pub) }, new CancellationToken(canceled: true)), "DispatchAsync");
        }
        catch (OperationCanceledException)
        {
            // What a token is for.
        }

        await DispatchAsync(dispatcher, Record(TraceType.Pub));
    }

    [Fact]
    public async Task Dispatch_AfterABatchThatCouldNotBePublished_TakesTheNext()
    {
        var dispatcher = Make();
        Publisher.Break();
        try
        {
            await DispatchAsync(dispatcher, Record(TraceType.Pub), Record(TraceType.Pub));
        }
        catch (IOException)
        {
            // The host logs and counts it, and does not give the batch again.
        }

        Publisher.Mend();
        var next = Record(TraceType.Pub);
        await DispatchAsync(dispatcher, next);

        if (HasArrived(next.Messages[0].MessageId) != false) return;
        await EndAsync(() => DisposeOneAsync(dispatcher), "Dispose");
        Assert.True(HasArrived(next.Messages[0].MessageId), "The batch after one that failed did not arrive.");
    }

    [Fact]
    public async Task Dispatch_Published_NamesATopic()
    {
        await DispatchAsync(Make(), Record(TraceType.Pub), Record(TraceType.SubAfter));

        Assert.All(Publisher.Published, message => Assert.False(string.IsNullOrWhiteSpace(message.Topic), "A message was published to no topic."));
    }

    [Fact]
    public async Task Dispose_Twice_IsHarmless()
    {
        var dispatcher = Make();
        await DispatchAsync(dispatcher, Record(TraceType.Pub));

        await EndAsync(() => DisposeOneAsync(dispatcher), "Dispose");
        await EndAsync(() => DisposeOneAsync(dispatcher), "Dispose");
    }

    /// <summary>Makes a record with messages whose ids were not used before.</summary>
    private protected TraceRecord Record(TraceType type, TraceMessageType kind = TraceMessageType.Normal, bool success = true, int messages = 1) => new()
    {
        Type = type,
        Timestamp = Clock.NowMilliseconds,
        Group = "contract_group",
        CostMilliseconds = 3,
        Success = success,
        RequestId = type is TraceType.SubBefore or TraceType.SubAfter ? "request" : null,
        Messages = [.. Enumerable.Range(0, messages).Select(_ => Message(kind))],
    };

    // A consumer gets several messages at once; a send and the end of a transaction are about one.
    private TraceRecord[] MixedBatch(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var type = (TraceType)(i % Enum.GetValues<TraceType>().Length);
        return Record(type, messages: type is TraceType.SubBefore or TraceType.SubAfter ? 1 + (i % 3) : 1);
    })];

    // One that gathers batches has them out when it is disposed.
    private async Task DisposeUnlessAsync(ITraceDispatcher dispatcher, Func<bool> allThere)
    {
        if (!allThere()) await EndAsync(() => DisposeOneAsync(dispatcher), "Dispose");
    }

    private TraceMessage Message(TraceMessageType kind) => new()
    {
        Topic = "ContractTopic",
        MessageId = $"7F000001{Interlocked.Increment(ref _number):X8}0123456789ABCDEF",
        OffsetMessageId = "7F00000100002A9F0000000000000000",
        Tags = "TagA",
        Keys = "key-1 key-2",
        StoreHost = "127.0.0.1:10911",
        BodyLength = 5,
        MessageType = kind,
        TransactionId = "transaction",
        TransactionState = "COMMIT_MESSAGE",
    };

    private ITraceDispatcher Make() => Own(Create(new TraceDispatcherContext("contract_group", Publisher, Clock, LoggerFactory)));

    private Task DispatchAsync(ITraceDispatcher dispatcher, params TraceRecord[] batch) => EndAsync(() => dispatcher.DispatchAsync(batch, CancellationToken.None), "DispatchAsync");

    // Reading its messages is what tells: a record itself cannot be watched.
    private TraceRecord LateRecord() => new() { Type = TraceType.Pub, Timestamp = 0, Group = "late", Messages = new LateMessages(_late) };

    private sealed class LateMessages(List<string> notes) : IReadOnlyList<TraceMessage>
    {
        public int Count => Note(0);

        public TraceMessage this[int index] => Note(new TraceMessage { Topic = "late", MessageId = "late" });

        public IEnumerator<TraceMessage> GetEnumerator() => Note(Enumerable.Empty<TraceMessage>()).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private T Note<T>(T value)
        {
            lock (notes) notes.Add("The dispatcher read its batch's memory after the task had ended; it holds other records by then. Copy what is needed later.");
            return value;
        }
    }
}
