namespace PluggableMQ.Hosts.Cli.Bench;

/// <summary>What a benchmark measured. Latencies are of single requests, in milliseconds.</summary>
internal sealed record BenchReport(
    string Name, long Messages, long Errors, double Seconds, double MessagesPerSecond, double P50Ms, double P99Ms, double P999Ms, string? FirstError);
