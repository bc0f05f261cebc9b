using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Broker.Pulling;

/// <summary>
/// Records in OFFSET_MOVED_EVENT that a consumer's offset was outside its queue (<c>PullMessageProcessor.generateOffsetMovedEvent</c>).
/// </summary>
internal sealed class OffsetMovedReport
{
    private readonly BrokerIdentity _identity;
    private readonly MessageWriter _writer;
    private readonly TimeProvider _clock;
    private readonly ILogger<OffsetMovedReport> _logger;

    public OffsetMovedReport(BrokerIdentity identity, MessageWriter writer, TimeProvider clock, ILogger<OffsetMovedReport> logger)
    {
        _identity = identity;
        _writer = writer;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Logs and stores the event; a store that does not take it only loses the event.</summary>
    public void Report(in PullQuery query, MessageReadResult result)
    {
        var group = query.Group.GroupName;
        BrokerLog.OffsetMoved(
            _logger, group, query.Topic.Name, query.QueueId, query.QueueOffset, result.MinOffset, result.MaxOffset, result.NextBeginOffset);
        var host = _identity.StoreHost;
        var record = new MessageRecord
        {
            Topic = TopicNames.OffsetMovedEvent,
            BornTimestamp = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
            BornHost = host,
            StoreHost = host,
            Body = new ReadOnlySequence<byte>(Encode(query, result.NextBeginOffset)),
        };
        var properties = StoredProperties.CopyOf(default, (group.Length * 6) + 32);
        properties.Set("KEYS"u8, group);
        properties.Set("TAGS"u8, group);
        properties.Set("DELAY"u8, 0);
        // Nobody waits for this message's flush.
        var appending = _writer.AppendAsync(ref record, ref properties);
        if (!appending.IsCompletedSuccessfully) _ = appending.AsTask();
        properties.Dispose();
    }

    private byte[] Encode(in PullQuery query, long moved)
    {
        var output = new ArrayBufferWriter<byte>(256);
        var json = new FastJsonWriter(output);
        json.WriteStartObject();
        json.WriteString("consumerGroup"u8, query.Group.GroupName);
        json.WriteName("messageQueue"u8);
        json.WriteStartObject();
        json.WriteString("brokerName"u8, _identity.BrokerName);
        json.WriteNumber("queueId"u8, query.QueueId);
        json.WriteString("topic"u8, query.Topic.Name);
        json.WriteEndObject();
        json.WriteNumber("offsetNew"u8, moved);
        json.WriteNumber("offsetRequest"u8, query.QueueOffset);
        json.WriteEndObject();
        return output.WrittenSpan.ToArray();
    }
}
