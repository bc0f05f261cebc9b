using Microsoft.Extensions.Logging;

namespace PluggableMQ.Abstractions.Tracing;

/// <summary>What a trace dispatcher is made with.</summary>
/// <param name="Group">The producer or consumer group that is traced.</param>
/// <param name="Publisher">Sends messages to a topic, outside the traced producer and without being traced.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="LoggerFactory">The host's logging.</param>
public sealed record TraceDispatcherContext(string Group, ITracePublisher Publisher, TimeProvider Clock, ILoggerFactory LoggerFactory);

/// <summary>Sends a trace dispatcher's messages.</summary>
public interface ITracePublisher
{
    /// <summary>Sends one message.</summary>
    /// <param name="topic">The topic, for example <c>RMQ_SYS_TRACE_TOPIC</c>.</param>
    /// <param name="keys">The message's keys, separated by spaces.</param>
    /// <param name="body">The body; copied before the first wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when a broker has stored the message.</returns>
    ValueTask PublishAsync(string topic, string keys, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
