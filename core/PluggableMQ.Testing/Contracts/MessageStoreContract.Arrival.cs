using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Protocol;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <content>What is told of new messages, and whose memory a message is.</content>
public abstract partial class MessageStoreContract
{
    [Fact]
    public void Append_Arrivals_AreToldInQueueOrder()
    {
        for (var i = 0; i < 5; i++) Store.Put(Topic, 1, "m" + i, "TAGS", "TagA");

        Assert.Equal(Enumerable.Range(0, 5).Select(i => new MessageArrival(Topic, 1, i, 2598919, Now)), Arrivals);
    }

    [Fact]
    public async Task Append_WhenAnArrivalIsTold_TheMessageCanBeRead()
    {
        _listener.ReadsFrom = Store.Reader;
        await ReturnAsync(
            () =>
            {
                for (var i = 0; i < 20; i++) Store.Put(Topic, i % 2, "m" + i);
            },
            "AppendAsync, with a listener that reads,");
        await EndAsync(
            async () => await Store.Appender.AppendBatchAsync([TestMessage.Make(Topic, 2, "1"), TestMessage.Make(Topic, 2, "2")], new long[2]),
            "AppendBatchAsync, with a listener that reads,");

        Assert.Equal(22, Arrivals.Count);
        Assert.Empty(_listener.Complaints);
    }

    [Fact]
    public async Task Append_CallersMemory_MayBeReusedAtOnce()
    {
        var message = MakeOwned("first", out var memory);
        var task = Store.Appender.AppendAsync(message);
        Scribble(memory);
        Assert.Equal(AppendStatus.Ok, (await task).Status);

        AssertHolds("first");
    }

    [Fact]
    public async Task AppendBatch_CallersMemory_MayBeReusedAtOnce()
    {
        MessageRecord[] messages = [MakeOwned("first", out var one), MakeOwned("second", out var other)];
        var task = Store.Appender.AppendBatchAsync(messages, new long[2]);
        // The list is the caller's, too.
        Array.Fill(messages, TestMessage.Make(Topic, 0, "another batch"));
        Scribble([.. one, .. other]);
        Assert.Equal(AppendStatus.Ok, (await task).Status);

        AssertHolds("first", "second");
    }

    private static MessageRecord MakeOwned(string body, out byte[][] memory)
    {
        var message = TestMessage.Make(Topic, 0, "", "TAGS", "TagA", "name", body);
        memory = [Encoding.UTF8.GetBytes(body), message.Properties.ToArray()];
        message.Body = new(memory[0]);
        message.Properties = memory[1];
        return message;
    }

    private static void Scribble(byte[][] memory)
    {
        foreach (var bytes in memory) bytes.AsSpan().Fill((byte)'x');
    }

    private void AssertHolds(params string[] bodies)
    {
        Assert.Equal(bodies, Store.ReadAll(Topic, 0));
        using var read = Store.Read(Topic, 0, 0);
        Assert.Equal(bodies.Length, read.Count);
        for (var i = 0; i < bodies.Length; i++)
        {
            var stored = MessageCodec.Decode(read.Entries[i].Record.Span, decompress: false);
            Assert.Equal(("TagA", bodies[i]), (stored.Tags, stored.Properties["name"]));
        }
    }
}
