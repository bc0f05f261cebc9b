using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PluggableMQ.Hosts.Cli.Bench;

/// <summary>Runs a benchmark for its time, with progress on standard error and the result on standard output.</summary>
internal static class BenchRun
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(string name, int seconds, bool json, Func<BenchMeter, CancellationToken, Task> body, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var meter = new BenchMeter();
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        var last = 0L;
        await using var progress = new Timer(_ =>
        {
            var now = meter.Messages;
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{meter.Elapsed.TotalSeconds,4:0} s  {now - Interlocked.Exchange(ref last, now),10:N0} messages/s  p50 {meter.Latencies.GetPercentile(0.5),8:0.000} ms  p99 {meter.Latencies.GetPercentile(0.99),8:0.000} ms  errors {meter.Errors:N0}"));
        }, null, Period, Period);
        await body(meter, limit.Token);
        await progress.DisposeAsync();
        var report = meter.ToReport(name);
        Console.Out.WriteLine(json ? ToJson(report) : ToText(report));
        return report.Errors == 0 && report.Messages > 0 ? 0 : HostErrors.Failed;
    }

    private static string ToText(BenchReport report) => string.Create(CultureInfo.InvariantCulture, $"""

        {report.Name}: {report.Messages:N0} messages in {report.Seconds:0.0} s
          rate      {report.MessagesPerSecond,12:N0} messages/s
          latency   {report.P50Ms,12:0.000} ms p50
                    {report.P99Ms,12:0.000} ms p99
                    {report.P999Ms,12:0.000} ms p99.9
          errors    {report.Errors,12:N0}{(report.FirstError is { } error ? $"  first: {error}" : "")}
        """);

    private static string ToJson(BenchReport report)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("name", report.Name);
            writer.WriteNumber("messages", report.Messages);
            writer.WriteNumber("messagesPerSecond", Math.Round(report.MessagesPerSecond, 1));
            writer.WriteNumber("p50Ms", report.P50Ms);
            writer.WriteNumber("p99Ms", report.P99Ms);
            writer.WriteNumber("p999Ms", report.P999Ms);
            writer.WriteNumber("errors", report.Errors);
            writer.WriteNumber("seconds", Math.Round(report.Seconds, 3));
            if (report.FirstError is { } error) writer.WriteString("firstError", error);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
