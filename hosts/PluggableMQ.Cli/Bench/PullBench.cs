using System.Diagnostics;
using PluggableMQ.Abstractions;
using PluggableMQ.Client;

namespace PluggableMQ.Hosts.Cli.Bench;

/// <summary>Pulls all queues of a topic, one loop for each, over and over: at a queue's end a loop begins anew.</summary>
internal sealed class PullBench(PullConsumer consumer, string topic, int batchSize, BenchMeter meter)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var queues = await consumer.FetchSubscribeQueuesAsync(topic, cancellationToken);
        await Task.WhenAll(queues.Select(queue => Task.Run(() => LoopAsync(queue, cancellationToken), CancellationToken.None)));
    }

    private async Task LoopAsync(MessageQueue queue, CancellationToken cancellationToken)
    {
        var offset = 0L;
        var foundSinceBegin = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var started = Stopwatch.GetTimestamp();
                using var result = await consumer.PullRawAsync(queue, "*", offset, batchSize, suspend: false, CancellationToken.None);
                meter.Latencies.AddSince(started);
                if (result.Status == PullStatus.Found)
                {
                    var count = 0;
                    foreach (var _ in result) count++;
                    meter.AddMessages(count);
                    foundSinceBegin = true;
                    offset = result.NextBeginOffset;
                }
                else if (result.Status == PullStatus.OffsetIllegal)
                {
                    offset = result.NextBeginOffset;
                }
                else
                {
                    offset = Math.Max(0, result.MinOffset);
                    if (!foundSinceBegin) await Task.Delay(Pause, CancellationToken.None);
                    foundSinceBegin = false;
                }
            }
            catch (Exception e)
            {
                meter.AddError(e);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }
}
