namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of a send request as a producer writes it (<c>SendMessageRequestHeader</c> and <c>V2</c>).</summary>
/// <remarks>The broker reads <see cref="SendMessageRequestView"/>.</remarks>
public struct SendMessageRequestHeader
{
    /// <summary>The producer group.</summary>
    public required string ProducerGroup { get; set; }

    /// <summary>The topic.</summary>
    public required string Topic { get; set; }

    /// <summary>The template for a topic that does not exist yet.</summary>
    public string DefaultTopic { get; set; } = TopicNames.AutoCreate;

    /// <summary>How many queues a topic made from the template should have.</summary>
    public int DefaultTopicQueueNums { get; set; } = 4;

    /// <summary>The queue.</summary>
    public int QueueId { get; set; }

    /// <summary>The bits of <see cref="MessageSysFlag"/>.</summary>
    public int SysFlag { get; set; }

    /// <summary>The producer's clock, in milliseconds since 1970 UTC.</summary>
    public long BornTimestamp { get; set; }

    /// <summary>The user's flag.</summary>
    public int Flag { get; set; }

    /// <summary>The properties text, when it does not come from the message.</summary>
    public string? Properties { get; set; }

    /// <summary>How often the message was sent back.</summary>
    public int ReconsumeTimes { get; set; }

    /// <summary>Unit mode.</summary>
    public bool UnitMode { get; set; }

    /// <summary>The most reconsume times, or null.</summary>
    public int? MaxReconsumeTimes { get; set; }

    /// <summary>Whether the body is a batch.</summary>
    public bool IsBatch { get; set; }

    /// <summary>The name of the broker that the queue belongs to.</summary>
    public string? BrokerName { get; set; }

    /// <summary>Makes a header with Java's defaults.</summary>
    public SendMessageRequestHeader()
    {
    }

    /// <summary>Adds the fields under the names that the request code wants.</summary>
    /// <param name="requestCode">10 or 324: long names. 310, 320, 325: short ones, in the order of the alphabet.</param>
    /// <param name="fields">Receives them.</param>
    /// <param name="message">Whose properties are written; null to write <see cref="Properties"/>.</param>
    public readonly void Write(int requestCode, HeaderFields fields, Message? message = null)
    {
        var shortNames = SendMessageFieldNames.AreShort(requestCode);
        fields.Add(shortNames ? "a"u8 : "producerGroup"u8, ProducerGroup);
        fields.Add(shortNames ? "b"u8 : "topic"u8, Topic);
        fields.Add(shortNames ? "c"u8 : "defaultTopic"u8, DefaultTopic);
        fields.Add(shortNames ? "d"u8 : "defaultTopicQueueNums"u8, DefaultTopicQueueNums);
        fields.Add(shortNames ? "e"u8 : "queueId"u8, QueueId);
        fields.Add(shortNames ? "f"u8 : "sysFlag"u8, SysFlag);
        fields.Add(shortNames ? "g"u8 : "bornTimestamp"u8, BornTimestamp);
        fields.Add(shortNames ? "h"u8 : "flag"u8, Flag);
        var propertiesName = shortNames ? "i"u8 : "properties"u8;
        if (message is not null) fields.AddProperties(propertiesName, message.PropertyTable);
        else fields.Add(propertiesName, Properties);
        fields.Add(shortNames ? "j"u8 : "reconsumeTimes"u8, ReconsumeTimes);
        fields.Add(shortNames ? "k"u8 : "unitMode"u8, UnitMode);
        if (MaxReconsumeTimes is { } maxReconsumeTimes) fields.Add(shortNames ? "l"u8 : "maxReconsumeTimes"u8, maxReconsumeTimes);
        fields.Add(shortNames ? "m"u8 : "batch"u8, IsBatch);
        fields.Add(shortNames ? "n"u8 : "bname"u8, BrokerName);
    }
}
