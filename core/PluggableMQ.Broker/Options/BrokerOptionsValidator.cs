using PluggableMQ.Broker.Delay;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Options;

/// <summary>Says all that is wrong with a broker's settings at once.</summary>
internal static class BrokerOptionsValidator
{
    private const int MaxPort = 65535;

    public static IReadOnlyList<string> Validate(BrokerOptions options)
    {
        var problems = new List<string>();
        Require(
            options.ListenPort == 0 || options.ListenPort is > 2 and < MaxPort,
            $"listenPort: {options.ListenPort} is no port. Write 0 or 3 to 65534 (the VIP port is two below, replication one above).");
        problems.AddRange(FurtherListeners.Validate(options.Listeners));
        RequireName("brokerName", options.BrokerName);
        RequireName("brokerClusterName", options.BrokerClusterName);
        Require(options.BrokerId == 0, $"brokerId: {options.BrokerId} is a slave's. Only masters are supported: write 0.");
        Require(options.BrokerRole == "ASYNC_MASTER", $"brokerRole: '{options.BrokerRole}' is not supported. Write ASYNC_MASTER.");
        Require(options.StorePathRootDir.Length > 0, "storePathRootDir: is empty. Write a directory that this process can write to.");
        Require(
            options.MaxMessageSize is > 0 and <= 16 * 1024 * 1024 - 65536,
            $"maxMessageSize: {options.MaxMessageSize} is not between 1 and {(16 * 1024 * 1024) - 65536} bytes (a frame has at most 16 MiB).");
        Require(options.DefaultTopicQueueNums > 0, $"defaultTopicQueueNums: {options.DefaultTopicQueueNums} is not above 0.");
        RequirePeriod("flushConsumerOffsetInterval", options.FlushConsumerOffsetInterval);
        RequirePeriod("flushDelayOffsetInterval", options.FlushDelayOffsetInterval);
        RequirePeriod("transactionCheckInterval", options.TransactionCheckInterval);
        RequirePeriod("serverChannelMaxIdleTimeSeconds", options.ServerChannelMaxIdleTimeSeconds);
        RequireCapacities(options);
        RequireDelays(options.MessageDelayLevel);
        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds) problems.Add(problem);
        }

        void RequireName(string key, string value)
            => Require(
                TopicValidator.Validate(value) is null,
                $"{key}: '{value}' is not a name. Use up to {TopicValidator.MaxLength} letters, digits and the characters % | - _ (a topic of this name is created).");

        void RequirePeriod(string key, long value) => Require(value > 0, $"{key}: {value} is not above 0.");

        void RequireCapacities(BrokerOptions of)
        {
            RequirePeriod("sendThreadPoolQueueCapacity", of.SendThreadPoolQueueCapacity);
            RequirePeriod("pullThreadPoolQueueCapacity", of.PullThreadPoolQueueCapacity);
            RequirePeriod("queryThreadPoolQueueCapacity", of.QueryThreadPoolQueueCapacity);
            RequirePeriod("heartbeatThreadPoolQueueCapacity", of.HeartbeatThreadPoolQueueCapacity);
            RequirePeriod("clientManagerThreadPoolQueueCapacity", of.ClientManagerThreadPoolQueueCapacity);
            RequirePeriod("consumerManagerThreadPoolQueueCapacity", of.ConsumerManagerThreadPoolQueueCapacity);
            RequirePeriod("endTransactionPoolQueueCapacity", of.EndTransactionPoolQueueCapacity);
            RequirePeriod("adminThreadPoolQueueCapacity", of.AdminThreadPoolQueueCapacity);
        }

        void RequireDelays(string text)
        {
            try
            {
                Require(DelayLevels.Parse(text).Max > 0, "messageDelayLevel: is empty. Write at least one delay, for example 1s.");
            }
            catch (FormatException e)
            {
                problems.Add(e.Message);
            }
        }
    }
}
