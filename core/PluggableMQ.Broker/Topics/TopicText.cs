using System.Globalization;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Topics;

/// <summary>Texts about topics, in Java's words.</summary>
internal static class TopicText
{
    /// <summary>What several remarks end with (<c>FAQUrl.suggestTodo</c>).</summary>
    public const string SeeFaq = "\nSee http://rocketmq.apache.org/docs/faq/ for further details.";

    /// <summary><c>TopicConfig.toString()</c>.</summary>
    public static string Describe(TopicConfig config)
    {
        var queues = string.Create(CultureInfo.InvariantCulture, $"readQueueNums={config.ReadQueueNums}, writeQueueNums={config.WriteQueueNums}");
        var filter = TopicFilterTypes.GetName(config.TopicFilterType);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"TopicConfig [topicName={config.TopicName}, {queues}, perm={Permission.ToText(config.Perm)}, topicFilterType={filter}, "
            + $"topicSysFlag={config.TopicSysFlag}, order={(config.Order ? "true" : "false")}]");
    }

    /// <summary>The remark of code 17 on a send.</summary>
    public static string NotExistForSend(string topic) => $"topic[{topic}] not exist, apply first please!{SeeFaq}";

    /// <summary>The remark of code 17 on a pull.</summary>
    public static string NotExistForPull(string topic) => $"topic[{topic}] not exist, apply first please! {SeeFaq}";
}
