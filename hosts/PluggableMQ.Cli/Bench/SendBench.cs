using System.Diagnostics;
using PluggableMQ.Client;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosts.Cli.Bench;

/// <summary>Sends messages of one size from several callers for some time.</summary>
internal sealed class SendBench(Producer producer, string topic, int size, int concurrency, BenchMode mode, int inFlightPerCaller, int batchSize, BenchMeter meter)
{
    private const int SendsBeforeYield = 128;

    // An error says that something is wrong with the broker: do not run against it at full speed.
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(50);
    private readonly byte[] _body = CreateBody(size);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var loops = concurrency * (mode == BenchMode.Async ? inFlightPerCaller : 1);
        var tasks = new Task[loops];
        for (var i = 0; i < loops; i++) tasks[i] = Task.Run(() => LoopAsync(cancellationToken), CancellationToken.None);
        await Task.WhenAll(tasks);
    }

    private static byte[] CreateBody(int size)
    {
        var body = new byte[size];
        for (var i = 0; i < size; i++) body[i] = (byte)('a' + (i % 26));
        return body;
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        var options = new SendOptions { Mode = mode == BenchMode.Async ? SendMode.Asynchronous : SendMode.Synchronous };
        for (var sends = 1; !cancellationToken.IsCancellationRequested; sends++)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                switch (mode)
                {
                    case BenchMode.OneWay:
                        await producer.SendOneWayAsync(new Message(topic, _body), CancellationToken.None);
                        meter.AddMessages(1);
                        break;
                    case BenchMode.Batch:
                        await producer.SendBatchAsync(CreateBatch(), options, CancellationToken.None);
                        meter.AddMessages(batchSize);
                        break;
                    default:
                        await producer.SendAsync(new Message(topic, _body), options, CancellationToken.None);
                        meter.AddMessages(1);
                        break;
                }

                meter.Latencies.AddSince(started);
            }
            catch (Exception e)
            {
                meter.AddError(e);
                await Task.Delay(PauseAfterError, CancellationToken.None);
            }

            // A one-way send completes at once as long as the peer reads: leave the thread to the other loops now and then.
            if (mode == BenchMode.OneWay && sends % SendsBeforeYield == 0) await Task.Yield();
        }
    }

    private Message[] CreateBatch()
    {
        var batch = new Message[batchSize];
        for (var i = 0; i < batch.Length; i++) batch[i] = new Message(topic, _body);
        return batch;
    }
}
