using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Options;

/// <summary>Says all that is wrong with a NameServer's settings at once.</summary>
internal static class NameServerOptionsValidator
{
    public static IReadOnlyList<string> Validate(NameServerOptions options)
    {
        var problems = new List<string>();
        Require(options.ListenPort is >= 0 and <= 65535, $"listenPort: {options.ListenPort} is no port. Write 0 to 65535.");
        problems.AddRange(FurtherListeners.Validate(options.Listeners));
        Require(options.KvConfigPath.Length > 0, "kvConfigPath: is empty. Write a file that this process can write.");
        Require(options.ConfigStorePath.Length > 0, "configStorePath: is empty. Write a file that this process can write.");
        Require(!options.ClusterTest, "clusterTest: true is not supported. Write false, and register the brokers here.");
        RequireAboveZero("serverChannelMaxIdleTimeSeconds", options.ServerChannelMaxIdleTimeSeconds);
        RequireAboveZero("scanNotActiveBrokerInterval", options.ScanNotActiveBrokerInterval);
        RequireAboveZero("brokerChannelExpiredTime", options.BrokerChannelExpiredTime);
        RequireAboveZero("maxRegisteredBrokers", options.MaxRegisteredBrokers);
        RequireAboveZero("maxRegisteredQueues", options.MaxRegisteredQueues);
        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds) problems.Add(problem);
        }

        void RequireAboveZero(string key, int value) => Require(value > 0, $"{key}: {value} is not above 0.");
    }
}
