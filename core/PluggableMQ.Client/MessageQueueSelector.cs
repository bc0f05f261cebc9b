using PluggableMQ.Abstractions;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <summary>Chooses the queue of one message (<c>MessageQueueSelector</c> in RocketMQ).</summary>
/// <param name="queues">The queues of the topic that can be written, sorted by broker name and id; at least one.</param>
/// <param name="message">The message.</param>
/// <returns>One of the queues.</returns>
public delegate MessageQueue MessageQueueSelector(IReadOnlyList<MessageQueue> queues, Message message);
