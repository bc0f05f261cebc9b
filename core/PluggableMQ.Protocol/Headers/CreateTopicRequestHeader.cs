using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of UPDATE_AND_CREATE_TOPIC (17).</summary>
public sealed class CreateTopicRequestHeader : IFrameHeader<CreateTopicRequestHeader>
{
    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The template; ignored by brokers of 4.9.8.</summary>
    public required string DefaultTopic { get; init; }

    /// <summary>How many queues can be read.</summary>
    public required int ReadQueueNums { get; init; }

    /// <summary>How many queues can be written.</summary>
    public required int WriteQueueNums { get; init; }

    /// <summary>The bits of <see cref="Protocol.Permission"/>.</summary>
    public required int Permission { get; init; }

    /// <summary><c>SINGLE_TAG</c> or <c>MULTI_TAG</c>.</summary>
    public required string TopicFilterType { get; init; }

    /// <summary>Unit flags, or null.</summary>
    public int? TopicSysFlag { get; init; }

    /// <summary>Ordered topic; ignored by brokers of 4.9.8.</summary>
    public bool Order { get; init; }

    /// <inheritdoc/>
    public static bool TryRead(
        HeaderFields fields, [NotNullWhen(true)] out CreateTopicRequestHeader? header, [NotNullWhen(false)] out string? error)
    {
        var reader = new FieldReader(fields);
        header = new CreateTopicRequestHeader
        {
            Topic = reader.RequiredString("topic"u8),
            DefaultTopic = reader.RequiredString("defaultTopic"u8),
            ReadQueueNums = reader.RequiredInt32("readQueueNums"u8),
            WriteQueueNums = reader.RequiredInt32("writeQueueNums"u8),
            Permission = reader.RequiredInt32("perm"u8),
            TopicFilterType = reader.RequiredString("topicFilterType"u8),
            TopicSysFlag = reader.OptionalInt32("topicSysFlag"u8),
            Order = reader.Boolean("order"u8),
        };
        return reader.TryFinish(ref header, out error);
    }

    /// <inheritdoc/>
    public void Write(HeaderFields fields)
    {
        fields.Add("topic"u8, Topic);
        fields.Add("defaultTopic"u8, DefaultTopic);
        fields.Add("readQueueNums"u8, ReadQueueNums);
        fields.Add("writeQueueNums"u8, WriteQueueNums);
        fields.Add("perm"u8, Permission);
        fields.Add("topicFilterType"u8, TopicFilterType);
        if (TopicSysFlag is { } topicSysFlag) fields.Add("topicSysFlag"u8, topicSysFlag);
        fields.Add("order"u8, Order);
    }
}
