using System.Globalization;
using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.RpcHooks.RateLimit;

/// <summary>The options of the rate limit.</summary>
public sealed class RateLimitOptions
{
    private const int MaxRate = 1_000_000;
    private const int MaxBurst = 10_000_000;

    /// <summary>Messages a second for each bucket; 0 limits only what <see cref="Overrides"/> names. Default 0.</summary>
    public int MessagesPerSecond { get; init; }

    /// <summary>Messages at once after a pause; 0 is as many as in one second. Default 0.</summary>
    public int Burst { get; init; }

    /// <summary>What has a bucket of its own. Default each group on each topic.</summary>
    public RateLimitScope Scope { get; init; } = RateLimitScope.GroupAndTopic;

    /// <summary>Other limits; the first that matches holds. Default none.</summary>
    public IReadOnlyList<RateLimitOverride> Overrides { get; init; } = [];

    /// <summary>How many buckets are remembered. Default 10 000.</summary>
    public int MaxBuckets { get; init; } = 10_000;

    /// <summary>How many pairs of group and topic the metrics tell apart. Default 1000.</summary>
    public int MaxSeries { get; init; } = 1000;

    internal static RateLimitOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new RateLimitOptions();
        var scope = ReadScope(reader);
        var options = new RateLimitOptions
        {
            MessagesPerSecond = reader.Int32("messagesPerSecond", defaults.MessagesPerSecond, 0, MaxRate),
            Burst = reader.Int32("burst", defaults.Burst, 0, MaxBurst),
            Scope = scope,
            Overrides = [.. configuration.GetSection("overrides").GetChildren().Select((section, i) => ReadOverride(section, i, scope, reader))],
            MaxBuckets = reader.Int32("maxBuckets", defaults.MaxBuckets, 2, 1_000_000),
            MaxSeries = reader.Int32("maxSeries", defaults.MaxSeries, 1, 100_000),
        };
        reader.ThrowIfFailed();
        return options;
    }

    private static RateLimitScope ReadScope(OptionReader reader)
    {
        switch (reader.Text("scope", "groupAndTopic"))
        {
            case "group":
                return RateLimitScope.Group;
            case "topic":
                return RateLimitScope.Topic;
            case "groupAndTopic":
                return RateLimitScope.GroupAndTopic;
            case var text:
                reader.Fail("scope", $"is '{text}'; write group, topic or groupAndTopic");
                return RateLimitScope.GroupAndTopic;
        }
    }

    private static RateLimitOverride ReadOverride(IConfigurationSection section, int index, RateLimitScope scope, OptionReader reader)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"overrides[{index}]");
        var group = Blank(section["group"]);
        var topic = Blank(section["topic"]);
        if (group is not null && !scope.HasFlag(RateLimitScope.Group)) reader.Fail($"{path}.group", "is given, but scope 'topic' tells no groups apart; use scope groupAndTopic");
        if (topic is not null && !scope.HasFlag(RateLimitScope.Topic)) reader.Fail($"{path}.topic", "is given, but scope 'group' tells no topics apart; use scope groupAndTopic");
        if (group is null && topic is null) reader.Fail(path, "names neither group nor topic; what is for all stands in messagesPerSecond");
        var rate = ReadNumber(section, "messagesPerSecond", path, MaxRate, reader, isRequired: true);
        var burst = ReadNumber(section, "burst", path, MaxBurst, reader, isRequired: false);
        return new RateLimitOverride(group, topic, rate > 0 ? new Limit(rate, burst) : null);
    }

    private static int ReadNumber(IConfigurationSection section, string name, string path, int maximum, OptionReader reader, bool isRequired)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text) && !isRequired) return 0;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= maximum) return value;
        reader.Fail($"{path}.{name}", $"is '{text}'; write a whole number from 0 to {maximum}");
        return 0;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
