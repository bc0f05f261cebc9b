using System.Diagnostics;
using System.Globalization;
using System.Text;
using PluggableMQ.Abstractions;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Feeding;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosts.Cli.Quickstart;

/// <summary>Runs a NameServer, a broker and a producer in this process, sends each line of a file through them and reads every one back.</summary>
internal sealed class QuickstartRun(PluginHost host, string input, string workDirectory, TextWriter output)
{
    private const string Topic = "Quickstart";
    private const int PullBatch = 32;
    private static readonly TimeSpan RoutePause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it all; returns what the account says.</summary>
    public async Task<QuickstartAccount> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var nameServer = host.CreateNameServer(Layer(("listenPort", "0"), ("kvConfigPath", Path.Combine(workDirectory, "kvConfig.json"))));
        await nameServer.StartAsync(cancellationToken: cancellationToken);
        var addresses = ("namesrvAddr", Dialled(nameServer.Endpoint!.ToString()));
        await using var broker = host.CreateBroker(Layer(
            addresses, ("listenPort", "0"), ("brokerIP1", "127.0.0.1"), ("brokerName", "quickstart"),
            ("storePathRootDir", Path.Combine(workDirectory, "store")), ("mappedFileSizeCommitLog", "67108864"),
            ("maxHashSlotNum", "50000"), ("maxIndexNum", "200000")));
        await broker.StartAsync(cancellationToken: cancellationToken);
        await using var client = host.CreateClient(Layer(addresses));
        await client.StartAsync(cancellationToken: cancellationToken);
        var ready = Stopwatch.GetElapsedTime(started);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"NameServer on {nameServer.Endpoint}, broker on {broker.Endpoint}: up after {ready.TotalSeconds:0.00} s.\n"));

        client.ProducerOptions.ProducerGroup = "quickstart-producer";
        await using var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
        await producer.StartAsync(cancellationToken: cancellationToken);
        var feed = new MessageFeed(new FeedOptions { Topic = Topic, Inputs = [input] }, producer, host.Clock)
        {
            OnRejected = (place, error) => output.WriteLine($"not sent: {place}: {error}"),
        };
        var sent = await feed.RunAsync(cancellationToken);

        var readStarted = Stopwatch.GetTimestamp();
        var received = await ReadBackAsync(client, sent.Sent, cancellationToken);
        var account = new QuickstartAccount(sent, received.Count, Stopwatch.GetElapsedTime(readStarted), CountDifferences(received), received.Take(3).ToList());
        WriteAccount(account);
        return account;
    }

    // It is over in a moment, and beside the hosts of the same manifest it would find their admin endpoint's address taken.
    private static SettingLayer Layer(params (string Key, string Value)[] values)
        => new("quickstart", [new("adminListen", ""), .. values.Select(v => KeyValuePair.Create(v.Key, v.Value))]) { IsOptional = true };

    // A server that listens on every address is dialled on loopback.
    private static string Dialled(string endpoint) => endpoint.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);

    private static async Task<List<string>> ReadBackAsync(ClientHost client, long expected, CancellationToken cancellationToken)
    {
        var bodies = new List<string>();
        if (expected == 0) return bodies;
        await using var consumer = client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "quickstart-consumer" }, client.Options);
        await consumer.StartAsync(cancellationToken: cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadPatience);
        foreach (var queue in await FetchQueuesAsync(consumer, limit.Token))
        {
            // A queue that never got a message has the smallest offset -1, as in Java.
            var offset = Math.Max(0, await consumer.GetMinOffsetAsync(queue, limit.Token));
            var end = await consumer.GetMaxOffsetAsync(queue, limit.Token);
            while (offset < end)
            {
                var pulled = await consumer.PullAsync(queue, "*", offset, PullBatch, suspend: false, limit.Token);
                bodies.AddRange(pulled.Messages.Select(message => Encoding.UTF8.GetString(message.Body.Span)));
                offset = pulled.NextBeginOffset;
            }
        }

        return bodies;
    }

    // A topic that the first send creates is at the NameServer a moment later than at the broker.
    private static async Task<IReadOnlyList<MessageQueue>> FetchQueuesAsync(PullConsumer consumer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await consumer.FetchSubscribeQueuesAsync(Topic, cancellationToken);
            }
            catch (MqRouteException)
            {
                await Task.Delay(RoutePause, cancellationToken);
            }
        }
    }

    /// <summary>Lines that did not come back plus messages that are no line, each line as often as it stands in the file.</summary>
    private int CountDifferences(List<string> received)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var lines = Encoding.UTF8.GetString(File.ReadAllBytes(input)).Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line);
        foreach (var line in lines.Where(line => line.Length > 0)) counts[line] = counts.GetValueOrDefault(line) + 1;
        foreach (var body in received) counts[body] = counts.GetValueOrDefault(body) - 1;
        return counts.Values.Sum(Math.Abs);
    }

    private void WriteAccount(QuickstartAccount account)
    {
        output.WriteLine("What ran, and where it came from:");
        foreach (var entry in host.Catalog.Entries)
        {
            foreach (var extension in entry.InUse) output.WriteLine($"  {extension.Kind,-15} {extension.Name,-14} {entry}\n  {"",-30} {Shorten(entry.Directory)}");
        }

        var invariant = CultureInfo.InvariantCulture;
        output.WriteLine();
        output.WriteLine(string.Create(invariant, $"Sent      {account.Sent.Sent,9:N0} messages of {account.Sent.Lines:N0} lines in {account.Sent.Elapsed.TotalSeconds:0.00} s ({account.Sent.Rate:N0} a second)"));
        output.WriteLine(string.Create(invariant, $"Received  {account.Received,9:N0} messages in {account.ReadTime.TotalSeconds:0.00} s ({account.Received / Math.Max(account.ReadTime.TotalSeconds, 0.001):N0} a second)"));
        if (account.Sent.Empty > 0) output.WriteLine(string.Create(invariant, $"Left out  {account.Sent.Empty,9:N0} empty lines: a message has a body"));
        if (account.Sent.Rejected > 0) output.WriteLine(string.Create(invariant, $"Rejected  {account.Sent.Rejected,9:N0} lines, listed above"));
        output.WriteLine();
        foreach (var body in account.FirstReceived) output.WriteLine($"  {(body.Length > 90 ? body[..90] + "..." : body)}");
        if (account.FirstReceived.Count > 0) output.WriteLine();
        output.WriteLine(account.IsComplete ? "Every line came back as it was sent." : $"{account.Differences} lines differ between the file and what came back.");
    }

    private static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
