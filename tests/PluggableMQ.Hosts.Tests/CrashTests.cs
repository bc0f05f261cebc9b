using System.Collections.Concurrent;
using System.Text;
using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Hosts.Tests;

/// <summary>kill -9 of a broker process in the middle of a load, and a start on the same store.</summary>
public sealed class CrashTests
{
    private const string Topic = "Crash";
    private const int Senders = 16;
    private const int KillAfter = 8_000;

    [Theory]
    [InlineData("ASYNC_FLUSH")]
    [InlineData("SYNC_FLUSH")]
    public async Task Broker_KilledUnderLoad_HasEveryAcknowledgedMessageOnceInItsPlace(string flushDiskType)
    {
        await using var cluster = await Cluster.StartAsync($"flushDiskType={flushDiskType}");
        await cluster.CreateTopicAsync(Topic);
        var (plugins, client) = await cluster.OpenClientAsync();
        await using var ownedPlugins = plugins;
        await using var ownedClient = client;

        var acknowledged = await SendUntilKilledAsync(client, cluster);
        await cluster.StartBrokerAsync();
        var stored = await ReadAllAsync(client);

        Assert.True(acknowledged.Count >= KillAfter);
        foreach (var (place, body) in acknowledged) Assert.Equal(body, stored.GetValueOrDefault(place));
        var storedBodies = stored.Values.CountBy(body => body).ToDictionary();
        Assert.All(acknowledged.Values, body => Assert.Equal(1, storedBodies[body]));
        Assert.Equal(0, await cluster.Broker.StopAsync());
    }

    private static async Task<IReadOnlyDictionary<(int QueueId, long Offset), string>> SendUntilKilledAsync(Hosting.Roles.ClientHost client, Cluster cluster)
    {
        client.ProducerOptions.RetryTimesWhenSendFailed = 0;
        await using var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
        await producer.StartAsync();
        var acknowledged = new ConcurrentDictionary<(int, long), string>();
        using var killed = new CancellationTokenSource();
        var number = 0;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (!killed.IsCancellationRequested)
            {
                var body = $"message {Interlocked.Increment(ref number)}";
                try
                {
                    var result = await producer.SendAsync(new Message(Topic, Encoding.UTF8.GetBytes(body)));
                    Assert.True(acknowledged.TryAdd((result.Queue.QueueId, result.QueueOffset), body), $"two messages got queue {result.Queue.QueueId} offset {result.QueueOffset}");
                }
                catch (MqClientException)
                {
                    // The broker is gone: this message was not acknowledged.
                }

                if (acknowledged.Count >= KillAfter && !killed.IsCancellationRequested)
                {
                    cluster.Broker.Process.Kill();
                    await killed.CancelAsync();
                }
            }
        })));
        await cluster.Broker.WaitForExitAsync();
        await producer.ShutdownAsync();
        return acknowledged;
    }

    private static async Task<Dictionary<(int QueueId, long Offset), string>> ReadAllAsync(Hosting.Roles.ClientHost client)
    {
        await using var consumer = client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "crash-reader" }, client.Options);
        await consumer.StartAsync();
        var stored = new Dictionary<(int, long), string>();
        for (var queueId = 0; queueId < 4; queueId++)
        {
            var queue = (await consumer.FetchSubscribeQueuesAsync(Topic)).Single(q => q.QueueId == queueId);
            var end = await consumer.GetMaxOffsetAsync(queue);
            for (var offset = 0L; offset < end;)
            {
                var pulled = await consumer.PullAsync(queue, "*", offset, 32);
                Assert.Equal(PullStatus.Found, pulled.Status);
                foreach (var message in pulled.Messages) stored.Add((queueId, message.QueueOffset), Encoding.UTF8.GetString(message.Body.Span));
                offset = pulled.NextBeginOffset;
            }
        }

        return stored;
    }
}
