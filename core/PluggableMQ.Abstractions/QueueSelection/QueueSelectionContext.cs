using Microsoft.Extensions.Logging;

namespace PluggableMQ.Abstractions.QueueSelection;

/// <summary>What a selection strategy is made with, once for each producer.</summary>
/// <param name="ProducerGroup">The producer's group.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="LoggerFactory">The host's logging.</param>
public sealed record QueueSelectionContext(string ProducerGroup, TimeProvider Clock, ILoggerFactory LoggerFactory);
