using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Calls;
using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Remoting.Dispatch;

/// <summary>What all connections of one client or server share: limits, processors, hooks, clock, pools, timers, and the set of
/// connections.</summary>
internal sealed class RemotingRuntime : IDisposable
{
    /// <summary>How long a one-way request waits for room when its caller does not say.</summary>
    public static readonly TimeSpan DefaultOneWayTimeout = TimeSpan.FromSeconds(3);

    // A frame holds its header too; headers are far smaller than this.
    private const int HeaderReserve = 64 * 1024;

    private readonly ConcurrentDictionary<RemotingConnection, bool> _connections = new();
    private readonly Pool<RequestContext> _contexts = new(256);
    private readonly Pool<CommandHookContext> _hookContexts = new(256);
    private readonly Pool<HookedCall> _hookedCalls = new(256);
    private readonly Pool<RemotingCommand> _commands = new(4096);
    private readonly Pool<PooledBody> _bodies = new(4096);
    private readonly ITimer _idleTimer;
    private readonly RemotingMetrics _metrics;
    private int _opaque = -1;

    public RemotingRuntime(
        RemotingLimits limits, ProcessorTable processors, RpcHookPipeline hooks, ILogger logger, TimeProvider clock,
        IConnectionObserver? observer)
    {
        Limits = limits;
        Processors = processors;
        Hooks = hooks;
        Logger = logger;
        Clock = clock;
        Observer = observer;
        Sweeper = new CallSweeper(clock, Sweep);
        var period = limits.IdleTimeout / 12;
        _idleTimer = clock.CreateTimer(static state => ((RemotingRuntime)state!).CheckIdle(), this, period, period);
        _metrics = new RemotingMetrics(this, limits.Name);
    }

    public RemotingLimits Limits { get; }

    public ProcessorTable Processors { get; }

    public RpcHookPipeline Hooks { get; }

    public ILogger Logger { get; }

    public TimeProvider Clock { get; }

    public IConnectionObserver? Observer { get; }

    public CallSweeper Sweeper { get; }

    public InFlight InFlight { get; } = new();

    public ICollection<RemotingConnection> Connections => _connections.Keys;

    public int ConnectionCount => _connections.Count;

    public int MaxBodyLength => Limits.MaxFrameLength - HeaderReserve;

    /// <summary>Makes the binary header give way to JSON where it cannot carry the code.</summary>
    public static void MakeEncodable(RemotingCommand frame)
    {
        if (frame.Code is < short.MinValue or > short.MaxValue) frame.SerializeType = SerializeType.Json;
    }

    /// <summary>Takes a connection over and starts to read from it.</summary>
    public RemotingConnection Open(ITransportConnection transport)
    {
        var connection = new RemotingConnection(this, transport);
        _connections[connection] = true;
        RemotingLog.Opened(Logger, connection.RemoteAddress, connection.Id);
        try
        {
            Observer?.OnOpened(connection);
        }
        catch (Exception e)
        {
            RemotingLog.ObserverFailed(Logger, e, connection.RemoteAddress);
        }

        connection.Start();
        return connection;
    }

    /// <summary>Forgets a closed connection.</summary>
    public void Remove(RemotingConnection connection, Exception? failure)
    {
        if (!_connections.TryRemove(connection, out _)) return;
        _metrics.Closed(connection);
        RemotingLog.Closed(Logger, connection.RemoteAddress, connection.Id, failure?.Message ?? "closed");
        try
        {
            Observer?.OnClosed(connection, failure);
        }
        catch (Exception e)
        {
            RemotingLog.ObserverFailed(Logger, e, connection.RemoteAddress);
        }
    }

    /// <summary>Gives a request its opaque and its serialization.</summary>
    public void PrepareRequest(RemotingCommand request)
    {
        request.Opaque = Interlocked.Increment(ref _opaque);
        if (request.SerializeType == SerializeType.Json) request.SerializeType = Limits.SerializeType;
        MakeEncodable(request);
    }

    public RemotingSendException TooLarge(RemotingCommand request, string address) => new(
        address, $"Request code {request.Code} has a body of {request.BodyLength} bytes, more than the {MaxBodyLength} that a frame can " +
            "carry. Send less at once.");

    /// <summary>The time stamp at which a time-out is over that began at another; never, for an infinite one.</summary>
    public long GetDeadline(long now, TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return long.MaxValue;
        return now + (timeout.Ticks * (Clock.TimestampFrequency / (double)TimeSpan.TicksPerSecond) is var ticks and > 0 ? (long)ticks : 0);
    }

    /// <summary>The time left until a deadline, not less than zero.</summary>
    public TimeSpan GetRemaining(long deadline)
    {
        if (deadline == long.MaxValue) return Timeout.InfiniteTimeSpan;
        var left = Clock.GetElapsedTime(Clock.GetTimestamp(), deadline);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Runs the hooks after a request that failed; the request's own failure is what the caller sees.</summary>
    public async ValueTask AfterFailureAsync(CommandHookContext context, CancellationToken cancellationToken)
    {
        try
        {
            await RpcHookPipeline.AfterAsync(context, cancellationToken);
        }
        catch (Exception e)
        {
            RemotingLog.HookFailed(Logger, e, context.RequestCode, context.RemoteAddress);
        }
    }

    public RequestContext RentContext() => _contexts.TryRent(out var context) ? context : new RequestContext(this);

    public void Return(RequestContext context) => _contexts.Return(context);

    public CommandHookContext RentHookContext() => _hookContexts.TryRent(out var context) ? context : new CommandHookContext(Clock);

    public void Return(CommandHookContext context)
    {
        context.Clear();
        _hookContexts.Return(context);
    }

    public HookedCall RentHookedCall() => _hookedCalls.TryRent(out var call) ? call : new HookedCall(this);

    public void Return(HookedCall call) => _hookedCalls.Return(call);

    public RemotingCommand RentCommand() => _commands.TryRent(out var command) ? command : new RemotingCommand();

    public void Return(RemotingCommand command)
    {
        command.Reset();
        _commands.Return(command);
    }

    /// <summary>Copies a body out of the receive buffer, if it lies there still.</summary>
    public void OwnBody(RemotingCommand command)
    {
        if (!command.Body.IsEmpty && command.BodySource is null) RentBody().Attach(command);
    }

    private PooledBody RentBody() => _bodies.TryRent(out var body) ? body : new PooledBody(_bodies);

    public void Dispose()
    {
        Sweeper.Dispose();
        _idleTimer.Dispose();
        _metrics.Dispose();
    }

    private long Sweep(long now)
    {
        var earliest = long.MaxValue;
        var expired = new List<PendingCall>();
        foreach (var (connection, _) in _connections)
        {
            earliest = Math.Min(earliest, connection.Calls.TakeExpired(now, expired));
            foreach (var call in expired)
            {
                var address = connection.RemoteAddress;
                call.SetException(new RemotingTimeoutException(address, call.Unsent is null
                    ? $"wait response on the channel <{address}> timeout, {call.Timeout.TotalMilliseconds:0}(ms)"
                    : $"{address} did not read for {call.Timeout.TotalMilliseconds:0} ms: the request was not sent."));
            }

            expired.Clear();
        }

        return earliest;
    }

    private void CheckIdle()
    {
        var now = Clock.GetTimestamp();
        foreach (var (connection, _) in _connections) connection.CheckIdle(now);
    }
}
