using System.Runtime.CompilerServices;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Dispatch;
using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Remoting;

/// <summary>One request in work: what was asked, and the answer to fill. Pooled; used by one processor at a time.</summary>
public sealed class RequestContext : IThreadPoolWorkItem
{
    private readonly RemotingRuntime _runtime;
    private readonly Action _onProcessed;
    private RemotingConnection _connection = null!;
    private ProcessorEntry? _entry;
    private CommandHookContext? _hookContext;
    private CommandHookContext? _spareHookContext;
    private ValueTaskAwaiter _processing;
    private bool _suspended;
    private bool _detached;

    internal RequestContext(RemotingRuntime runtime)
    {
        _runtime = runtime;
        _onProcessed = OnProcessed;
    }

    /// <summary>The request. Its body is valid until the processor's synchronous part has returned, its fields until the processor has
    /// ended.</summary>
    public RemotingCommand Request { get; internal set; } = new();

    /// <summary>The response: code 0, with the request's opaque and serialization. Written when the processor ends, unless the request is
    /// one-way.</summary>
    public RemotingCommand Response { get; } = new();

    /// <summary>The connection that the request came on.</summary>
    public RemotingConnection Connection => _connection;

    /// <summary>Cancelled when the connection closes.</summary>
    public CancellationToken Cancellation => _connection.Closed;

    /// <summary>Nothing is answered when the processor ends: it answers later by <see cref="RemotingConnection.SendAsync"/>, or
    /// never.</summary>
    public void Suspend() => _suspended = true;

    /// <summary>Takes a request over; afterwards the request is one of the answers below, or the processor.</summary>
    internal void Begin(RemotingConnection connection)
    {
        _connection = connection;
        _suspended = false;
        _detached = false;
        Response.PrepareResponse(Request);
    }

    /// <summary>Answers without a processor.</summary>
    internal void Answer(int code, string remark, bool asJson)
    {
        Response.SetResult(code, remark);
        if (asJson) Response.SerializeType = SerializeType.Json;
        Finish();
    }

    /// <summary>Runs the processor on this thread, the connection's read loop.</summary>
    internal void Run(ProcessorEntry entry)
    {
        _entry = entry;
        if (_runtime.Hooks.IsEmpty) Process();
        else RunHooksAndProcess();
    }

    /// <summary>Runs the processor on the thread pool. Its class has been entered.</summary>
    internal void RunOnThreadPool(ProcessorEntry entry)
    {
        _entry = entry;
        _detached = true;
        _runtime.InFlight.Enter();
        _runtime.OwnBody(Request);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => Run(_entry!);

    private void RunHooksAndProcess()
    {
        _hookContext = _spareHookContext ??= new CommandHookContext(_runtime.Clock);
        _hookContext.Prepare(_runtime, _connection.RemoteAddress, Request, _runtime.Clock.GetTimestamp());
        var before = _runtime.Hooks.BeforeAsync(_hookContext, Cancellation);
        if (before.IsCompleted)
        {
            if (Passed(before)) Process();
            else Complete();
            return;
        }

        // The receive buffer moves on while a hook waits.
        _hookContext.OwnBody();
        Detach();
        _ = ContinueAsync(before);

        async Task ContinueAsync(ValueTask running)
        {
            try
            {
                await running;
            }
            catch (Exception e)
            {
                Fail(e);
                Complete();
                return;
            }

            if (Passed(default)) Process();
            else Complete();
        }
    }

    private bool Passed(ValueTask before)
    {
        try
        {
            before.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            Fail(e);
            return false;
        }

        if (!_hookContext!.IsRejected) return true;
        Response.SetResult(_hookContext.RejectionCode, _hookContext.RejectionRemark);
        return false;
    }

    private void Process()
    {
        try
        {
#pragma warning disable CA2012 // Its result is taken once: here when it has completed, else when its awaiter says so.
            var processing = _entry!.Processor.ProcessAsync(this);
#pragma warning restore CA2012
            if (!processing.IsCompleted)
            {
                Detach();
                _processing = processing.GetAwaiter();
                // From here on another thread may complete and reuse this object.
                _processing.UnsafeOnCompleted(_onProcessed);
                return;
            }

            processing.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            Fail(e);
        }

        Complete();
    }

    private void OnProcessed()
    {
        try
        {
            var processing = _processing;
            _processing = default;
            processing.GetResult();
        }
        catch (Exception e)
        {
            Fail(e);
        }

        Complete();
    }

    private void Complete()
    {
        if (_hookContext is not { } hookContext)
        {
            Finish();
            return;
        }

        hookContext.SetResponse(_suspended || Request.IsOneWay ? null : Response);
        var after = RpcHookPipeline.AfterAsync(hookContext, Cancellation);
        if (after.IsCompletedSuccessfully)
        {
            after.GetAwaiter().GetResult();
            Finish();
            return;
        }

        Detach();
        _ = FinishAfterAsync(after);

        async Task FinishAfterAsync(ValueTask running)
        {
            try
            {
                await running;
            }
            catch (Exception e)
            {
                Fail(e);
            }

            Finish();
        }
    }

    private void Fail(Exception exception)
    {
        _suspended = false;
        // A hook's failure is logged by its entry, which does not do it for each of many requests.
        if (exception is not RemotingHookException)
            RemotingLog.RequestFailed(_runtime.Logger, exception, Request.Code, _connection.RemoteAddress);
        Response.PrepareResponse(Request, ResponseCode.SystemError, $"{exception.GetType().Name}: {exception.Message}");
        // RocketMQ's error answers are always JSON, whatever the request was.
        Response.SerializeType = SerializeType.Json;
    }

    private void Finish()
    {
        if (_suspended || Request.IsOneWay) Response.Reset();
        else _connection.WriteResponse(Response, flush: _detached);
        // Nothing large stays alive in the pool, and what the connection owns is not referred to any longer.
        Response.Body = default;
        if (Request.BodySource is not null) Request.Reset();
        else Request.Body = default;
        if (_detached)
        {
            _entry!.RequestClass.Exit();
            _runtime.InFlight.Exit();
        }

        if (_hookContext is { } hookContext)
        {
            _hookContext = null;
            hookContext.Clear();
        }

        _entry = null;
        var connection = _connection;
        _connection = null!;
        connection.Return(this);
    }

    // From here on the request outlives the read loop's batch: it is counted, and its answer flushed by itself.
    private void Detach()
    {
        if (_detached) return;
        _detached = true;
        _entry!.RequestClass.Enter();
        _runtime.InFlight.Enter();
    }

}
