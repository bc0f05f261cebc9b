using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Validation;

/// <summary>Checks of topics and groups, in Java's words (<c>Validators</c>).</summary>
internal static class NameChecks
{
    private const int MaxGroupLength = 255;
    private const string Pattern = "^[%|a-zA-Z0-9_-]+$";

    /// <summary>Refuses a topic that no broker would take.</summary>
    public static void CheckTopic(string topic)
    {
        if (string.IsNullOrWhiteSpace(topic)) throw new MqIllegalArgumentException("The specified topic is blank");
        if (topic.Length > TopicValidator.MaxLength)
            throw new MqIllegalArgumentException($"The specified topic is longer than topic max length {TopicValidator.MaxLength}.");
        if (!TopicValidator.HasAllowedCharactersOnly(topic))
            throw new MqIllegalArgumentException($"The specified topic[{topic}] contains illegal characters, allowing only {Pattern}");
    }

    /// <summary>Refuses a topic that clients must not send to.</summary>
    public static void CheckSendAllowed(string topic)
    {
        if (TopicValidator.IsSendForbidden(topic)) throw new MqIllegalArgumentException($"Sending message to topic[{topic}] is forbidden.");
    }

    /// <summary>Refuses a system topic, which must not be created or changed.</summary>
    public static void CheckNotSystem(string topic)
    {
        if (TopicValidator.IsSystemTopic(topic)) throw new MqIllegalArgumentException($"The topic[{topic}] is conflict with system topic.");
    }

    /// <summary>Refuses a producer group.</summary>
    public static void CheckProducerGroup(string group)
    {
        CheckGroup(group);
        if (group == GroupNames.DefaultProducer)
            throw new MqIllegalArgumentException("producerGroup can not equal DEFAULT_PRODUCER, please specify another one.");
    }

    /// <summary>Refuses a consumer group.</summary>
    public static void CheckConsumerGroup(string group)
    {
        CheckGroup(group);
        if (group == GroupNames.DefaultConsumer)
            throw new MqIllegalArgumentException("consumerGroup can not equal DEFAULT_CONSUMER, please specify another one.");
    }

    private static void CheckGroup(string group)
    {
        if (string.IsNullOrWhiteSpace(group)) throw new MqIllegalArgumentException("the specified group is blank");
        if (group.Length > MaxGroupLength)
            throw new MqIllegalArgumentException($"the specified group is longer than group max length {MaxGroupLength}.");
        if (!TopicValidator.HasAllowedCharactersOnly(group))
            throw new MqIllegalArgumentException($"the specified group[{group}] contains illegal characters, allowing only {Pattern}");
    }
}
