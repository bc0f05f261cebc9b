using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.LatencyAware;

/// <summary>The options of latency-aware selection (<c>MQFaultStrategy</c>'s tables).</summary>
public sealed class LatencyAwareOptions
{
    /// <summary>Latency bounds in milliseconds, ascending; the highest one that a send reached decides. Default 50, 100, 550, 1000, 2000, 3000, 15000.</summary>
    public IReadOnlyList<long> LatencyMax { get; init; } = [50, 100, 550, 1000, 2000, 3000, 15000];

    /// <summary>For each bound, how long in milliseconds the broker is left alone. Default 0, 0, 30 000, 60 000, 120 000, 180 000, 600 000.</summary>
    public IReadOnlyList<long> NotAvailableDuration { get; init; } = [0, 0, 30_000, 60_000, 120_000, 180_000, 600_000];

    /// <summary>What a failed send counts as, in milliseconds. Default 30 000.</summary>
    public int FailureLatency { get; init; } = 30_000;

    /// <summary>How many brokers are remembered; beyond it the one that has been available longest is forgotten. Default 1024.</summary>
    public int MaxBrokers { get; init; } = 1024;

    internal static LatencyAwareOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new LatencyAwareOptions();
        var options = new LatencyAwareOptions
        {
            LatencyMax = ReadNumbers(reader, "latencyMax", defaults.LatencyMax),
            NotAvailableDuration = ReadNumbers(reader, "notAvailableDuration", defaults.NotAvailableDuration),
            FailureLatency = reader.Int32("failureLatency", defaults.FailureLatency, 0, 3_600_000),
            MaxBrokers = reader.Int32("maxBrokers", defaults.MaxBrokers, 1, 65_536),
        };
        if (options.LatencyMax.Count != options.NotAvailableDuration.Count)
        {
            reader.Fail("notAvailableDuration",
                $"has {options.NotAvailableDuration.Count} numbers but 'latencyMax' has {options.LatencyMax.Count}; write one duration for each bound");
        }

        for (var i = 1; i < options.LatencyMax.Count; i++)
        {
            if (options.LatencyMax[i] > options.LatencyMax[i - 1]) continue;
            reader.Fail("latencyMax", $"is not ascending: {options.LatencyMax[i]} follows {options.LatencyMax[i - 1]}");
            break;
        }

        reader.ThrowIfFailed();
        return options;
    }

    private static IReadOnlyList<long> ReadNumbers(OptionReader reader, string name, IReadOnlyList<long> defaults)
    {
        var text = reader.Text(name, "");
        if (text.Length == 0) return defaults;
        var numbers = new List<long>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            // A bound of a day keeps the arithmetic far from overflow and catches seconds taken for milliseconds squared.
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 86_400_000)
            {
                reader.Fail(name, $"holds '{part}'; write whole milliseconds from 0 to 86400000, separated by commas");
                return defaults;
            }

            numbers.Add(number);
        }

        return numbers;
    }
}
