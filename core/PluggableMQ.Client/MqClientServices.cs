using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client;

/// <summary>What clients are put together from: mostly plugins, which the host chooses and owns.</summary>
public sealed class MqClientServices
{
    /// <summary>The transports.</summary>
    public required TransportTable Transports { get; init; }

    /// <summary>The RPC hooks. Default: none.</summary>
    public RpcHookPipeline Hooks { get; init; } = RpcHookPipeline.Empty;

    /// <summary>Makes the address lookup of a client instance, which gives the addresses of its options along; may return one for all. One that is
    /// <see cref="IAsyncDisposable"/> is disposed when the client instance has stopped, so it is not for all.</summary>
    public required Func<TopAddressingContext, ITopAddressing> Addressing { get; init; }

    /// <summary>Makes the selection strategy of a producer. One that is <see cref="IAsyncDisposable"/> is disposed when the producer has shut down.</summary>
    public required Func<QueueSelectionContext, IQueueSelectionStrategy> QueueSelection { get; init; }

    /// <summary>Makes the trace dispatcher of a producer, disposed like a strategy. Default: null, nothing is traced.</summary>
    public Func<TraceDispatcherContext, ITraceDispatcher>? Tracing { get; init; }

    /// <summary>Whether sends are to be traced at the moment. Asked for every send that could be. Default: they are.</summary>
    public Func<bool> IsTracing { get; init; } = static () => true;

    /// <summary>Logging. Default: none.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock of all timers, time limits and time stamps. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Counts how strategies and trace dispatchers misbehave. Default: one of these services' own.</summary>
    public ClientHealth Health { get; init; } = new(TimeProvider.System);
}
