using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.RpcHooks.Metrics;

/// <summary>The options of the metrics hook.</summary>
public sealed class MetricsOptions
{
    /// <summary>The meter's name. Default <c>PluggableMQ.Rpc</c>.</summary>
    public string MeterName { get; init; } = "PluggableMQ.Rpc";

    /// <summary>How many combinations of direction, request code and outcome are told apart; more are counted under <c>OTHER</c>. Default 1024.</summary>
    public int MaxSeries { get; init; } = 1024;

    internal static MetricsOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new MetricsOptions();
        var options = new MetricsOptions
        {
            MeterName = reader.Text("meterName", defaults.MeterName),
            MaxSeries = reader.Int32("maxSeries", defaults.MaxSeries, 1, 100_000),
        };
        reader.ThrowIfFailed();
        return options;
    }
}
