using System.Globalization;
using System.Text;
using System.Text.Json;
using PluggableMQ.Hosting.Feeding;
using PluggableMQ.Hosting.Roles;

namespace PluggableMQ.Hosts.Feeding;

/// <summary>Runs a feed with progress, and says at the end what was sent and what was not.</summary>
internal static class FeedRun
{
    /// <summary>The exit code when some lines were not sent.</summary>
    public const int SomeRejected = 2;

    private const int ShownRejections = 10;
    private static readonly TimeSpan TerminalPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogPeriod = TimeSpan.FromSeconds(10);

    /// <summary>Feeds until the inputs end or a stop is asked for; returns the exit code.</summary>
    public static async Task<int> RunAsync(ClientHost client, FeedOptions options, string defaultGroup, bool json, CancellationToken stop)
    {
        var producerOptions = client.ProducerOptions;
        if (producerOptions.ProducerGroup.Length == 0) producerOptions.ProducerGroup = defaultGroup;
        await using var producer = client.Factory.CreateProducer(producerOptions, client.Options);
        await producer.StartAsync(stop);
        var shown = 0;
        var feed = new MessageFeed(options, producer, TimeProvider.System)
        {
            OnRejected = (place, error) =>
            {
                var number = Interlocked.Increment(ref shown);
                if (number <= ShownRejections) Console.Error.WriteLine($"not sent: {place}: {FirstLine(error)}");
                else if (number == ShownRejections + 1) Console.Error.WriteLine("not sent: ... further ones are only counted");
            },
        };
        var period = Console.IsErrorRedirected ? LogPeriod : TerminalPeriod;
        await using var progress = new Timer(_ => Console.Error.WriteLine(Describe(feed.Progress)), null, period, period);
        var summary = await feed.RunAsync(stop);
        await progress.DisposeAsync();
        Console.Error.WriteLine(Describe(summary) + (summary.Rejected > 0 && options.RejectFile is { } file ? $"; see {file}" : ""));
        if (summary is { Sent: 0, Rejected: > 0 } && string.IsNullOrEmpty(client.Options.NamesrvAddr))
            Console.Error.WriteLine("Name the NameServers: -n 127.0.0.1:9876, or the environment variable NAMESRV_ADDR.");
        if (json) Console.Out.WriteLine(ToJson(summary));
        return summary.Rejected == 0 ? 0 : SomeRejected;
    }

    private static string FirstLine(string text) => text.AsSpan().IndexOf('\n') is >= 0 and var end ? text[..end].TrimEnd() : text;

    private static string Describe(FeedSummary summary) => string.Create(CultureInfo.InvariantCulture,
        $"{summary.Sent:N0} sent, {summary.Rejected:N0} not sent{(summary.Empty > 0 ? $", {summary.Empty:N0} empty lines left out" : "")}, {summary.Rate:N0} a second");

    private static string ToJson(FeedSummary summary)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("lines", summary.Lines);
            writer.WriteNumber("sent", summary.Sent);
            writer.WriteNumber("rejected", summary.Rejected);
            writer.WriteNumber("empty", summary.Empty);
            writer.WriteNumber("bytes", summary.Bytes);
            writer.WriteNumber("seconds", Math.Round(summary.Elapsed.TotalSeconds, 3));
            writer.WriteNumber("messagesPerSecond", Math.Round(summary.Rate, 1));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
