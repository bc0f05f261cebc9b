using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.Routing;

/// <summary>What a registration must look like. RocketMQ takes anything; these bounds are far beyond what a real broker sends.</summary>
internal static class RegistrationRules
{
    private const int MaxNameLength = 1024;
    private const int MaxFilterServers = 256;

    /// <summary>What is wrong, or null.</summary>
    public static string? Check(BrokerRegistration registration)
        => CheckName("brokerName", registration.BrokerName)
        ?? CheckName("clusterName", registration.ClusterName)
        ?? CheckName("brokerAddr", registration.Address)
        ?? CheckLength("haServerAddr", registration.HaServerAddress)
        ?? CheckFilterServers(registration.FilterServers)
        ?? CheckTopics(registration.Topics.TopicConfigTable);

    /// <summary>The topic's name: Java takes it from the settings, and the map's key is the same.</summary>
    public static string TopicName(string key, TopicConfig config) => config.TopicName.Length > 0 ? config.TopicName : key;

    private static string? CheckName(string field, string value) => string.IsNullOrWhiteSpace(value) ? $"{field} is blank" : CheckLength(field, value);

    private static string? CheckLength(string field, string value)
        => value.Length <= MaxNameLength ? null : $"{field} has {value.Length} characters, {MaxNameLength} are allowed";

    private static string? CheckFilterServers(IReadOnlyList<string>? servers)
    {
        if (servers is null) return null;
        if (servers.Count > MaxFilterServers) return $"filterServerList has {servers.Count} entries, {MaxFilterServers} are allowed";
        foreach (var server in servers)
        {
            if (CheckLength("a filter server", server) is { } problem) return problem;
        }

        return null;
    }

    private static string? CheckTopics(Dictionary<string, TopicConfig> topics)
    {
        foreach (var (key, config) in topics)
        {
            if (CheckName("a topic's name", TopicName(key, config)) is { } problem) return problem;
        }

        return null;
    }
}
