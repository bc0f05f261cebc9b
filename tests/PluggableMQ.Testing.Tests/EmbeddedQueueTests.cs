using System.Diagnostics;
using PluggableMQ.Client;
using Xunit.Abstractions;

namespace PluggableMQ.Testing.Tests;

public class EmbeddedQueueTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("inmemory", "inmemory")]
    [InlineData("tcp", "commitlog")]
    public async Task SendAsync_Messages_AreReadBack(string transport, string storage)
    {
        await using var mq = await EmbeddedQueue.StartAsync(options => (options.Transport, options.Storage) = (transport, storage));

        await mq.CreateTopicAsync("orders", queues: 2);
        for (var i = 0; i < 10; i++) Assert.Equal(SendStatus.SendOk, (await mq.SendAsync("orders", $"m{i}", tags: "TagA", keys: $"k{i}")).Status);

        var messages = await mq.ReadAllAsync("orders");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"k{i}"), messages.Select(message => message.Keys).Order());
        Assert.Equal(storage == "commitlog", Directory.Exists(Path.Combine(mq.Directory, "store", "commitlog")));
    }

    [Fact]
    public async Task StartAsync_AgainAndAgain_IsReadyEachTime()
    {
        await (await EmbeddedQueue.StartAsync()).DisposeAsync();
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var since = Stopwatch.GetTimestamp();
            await using var mq = await EmbeddedQueue.StartAsync();
            var elapsed = Stopwatch.GetElapsedTime(since);
            if (elapsed < fastest) fastest = elapsed;
            Assert.NotEqual("", mq.NameServerAddress);
        }

        // Written down, not asserted: the machine may be busy with something else.
        output.WriteLine($"ready in {fastest.TotalMilliseconds:0.0} ms");
    }

    [Fact]
    public async Task StartAsync_TwoQueues_KnowNothingOfEachOther()
    {
        await using var first = await EmbeddedQueue.StartAsync();
        await using var second = await EmbeddedQueue.StartAsync();
        await first.SendAsync("first", "a");
        await second.SendAsync("second", "b");

        Assert.Single(await first.ReadAllAsync("first"));
        await Assert.ThrowsAnyAsync<MqClientException>(async () => await second.Admin.GetRouteAsync("first"));
    }

    [Fact]
    public async Task StartAsync_UnknownName_SaysWhichAreKnown()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => EmbeddedQueue.StartAsync(options => options.RpcHooks.Add("audit")));

        Assert.Contains("audit", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_Directory_IsGone()
    {
        var mq = await EmbeddedQueue.StartAsync(options => options.Storage = "commitlog");
        await mq.SendAsync("orders", "a");
        var directory = mq.Directory;

        await mq.DisposeAsync();
        await mq.DisposeAsync();

        Assert.False(Directory.Exists(directory));
    }
}
