using PluggableMQ.Abstractions;
using PluggableMQ.Client;

namespace PluggableMQ.Hosts.Cli.Messages;

/// <summary>Where <c>pmq consume</c> begins in each queue.</summary>
/// <param name="AtFirst">At the oldest message.</param>
/// <param name="Time">Near this store time; null for the newest end when <paramref name="AtFirst"/> is false.</param>
internal readonly record struct ConsumeBegin(bool AtFirst, DateTimeOffset? Time);

/// <summary>Reads all queues of a topic side by side and prints what comes.</summary>
internal sealed class ConsumeRun(PullConsumer consumer, string topic, string tags, long max, bool wait, MessagePrinter printer)
{
    private const int Batch = 32;
    private readonly Lock _lock = new();

    /// <summary>How many messages were printed.</summary>
    public long Count { get; private set; }

    public async Task RunAsync(ConsumeBegin begin, CancellationToken stop)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var queues = await consumer.FetchSubscribeQueuesAsync(topic, done.Token);
        try
        {
            await Task.WhenAll(queues.Select(queue => ReadAsync(queue, begin, done)));
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // Enough, or Ctrl-C.
        }
    }

    private async Task ReadAsync(MessageQueue queue, ConsumeBegin begin, CancellationTokenSource done)
    {
        var offset = begin switch
        {
            { Time: { } time } => await consumer.SearchOffsetAsync(queue, time, done.Token),
            { AtFirst: true } => await consumer.GetMinOffsetAsync(queue, done.Token),
            _ => await consumer.GetMaxOffsetAsync(queue, done.Token),
        };
        offset = Math.Max(offset, 0);
        while (!done.IsCancellationRequested)
        {
            var pulled = await consumer.PullAsync(queue, tags, offset, Batch, suspend: wait, done.Token);
            Print(pulled, done);
            offset = pulled.NextBeginOffset;
            if (!wait && pulled.Status != PullStatus.OffsetIllegal && offset >= pulled.MaxOffset) return;
        }
    }

    private void Print(PullResult pulled, CancellationTokenSource done)
    {
        lock (_lock)
        {
            foreach (var message in pulled.Messages)
            {
                if (Count == max) break;
                using (MessageTracing.StartProcess(message, consumer.Group)) printer.Print(message);
                Count++;
            }

            printer.Flush();
            if (Count == max) done.Cancel();
        }
    }
}
