using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Instance;

/// <summary>The producers and consumers of a client instance; a group is there once of each kind. Thread-safe.</summary>
internal sealed class GroupTable
{
    private readonly Lock _gate = new();
    private readonly List<string> _producers = [];
    private readonly List<IConsumerGroup> _consumers = [];

    /// <summary>Adds a producer group; false when it is there already.</summary>
    public bool TryAddProducer(string group)
    {
        lock (_gate)
        {
            if (group == GroupNames.ClientInnerProducer || _producers.Contains(group)) return false;
            _producers.Add(group);
            return true;
        }
    }

    /// <summary>Adds a consumer group; false when it is there already.</summary>
    public bool TryAddConsumer(IConsumerGroup consumer)
    {
        lock (_gate)
        {
            if (_consumers.Exists(known => known.Group == consumer.Group)) return false;
            _consumers.Add(consumer);
            return true;
        }
    }

    public void RemoveProducer(string group)
    {
        lock (_gate) _producers.Remove(group);
    }

    public void RemoveConsumer(IConsumerGroup consumer)
    {
        lock (_gate) _consumers.Remove(consumer);
    }

    /// <summary>What a heartbeat says. RocketMQ's inner producer, which consumers will send retries with, is always among the producers.</summary>
    public HeartbeatData Describe(string clientId)
    {
        lock (_gate)
        {
            var data = new HeartbeatData { ClientId = clientId };
            foreach (var group in _producers) data.ProducerDataSet.Add(new ProducerData { GroupName = group });
            data.ProducerDataSet.Add(new ProducerData { GroupName = GroupNames.ClientInnerProducer });
            foreach (var consumer in _consumers) data.ConsumerDataSet.Add(consumer.Describe());
            return data;
        }
    }
}
