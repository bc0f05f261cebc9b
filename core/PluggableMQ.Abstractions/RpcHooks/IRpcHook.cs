namespace PluggableMQ.Abstractions.RpcHooks;

/// <summary>Runs before a request leaves or is processed, and after its response (<c>RPCHook</c> in RocketMQ).</summary>
/// <remarks>
/// Hooks run in the manifest's order before, and in the reverse order after. Both methods are called concurrently for different
/// requests, on the thread that carries the request: return a completed task where possible, and never block. A hook has a time limit.
/// </remarks>
public interface IRpcHook
{
    /// <summary>The name shown in logs, metrics and health reports.</summary>
    string Name { get; }

    /// <summary>Runs before the request is written (outbound) or processed (inbound). It may read and set fields, or reject.</summary>
    /// <param name="context">The request. Owned by the caller and reused: do not keep it after the returned task has completed.</param>
    /// <param name="cancellationToken">Cancelled at the time limit or when the connection closes.</param>
    /// <returns>A task that ends when the request may go on.</returns>
    ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken);

    /// <summary>Runs when the response is there, or the request failed. Also runs for a request that a later hook rejected.</summary>
    /// <param name="context">The same context, now with the outcome.</param>
    /// <param name="cancellationToken">Cancelled at the time limit or when the connection closes.</param>
    /// <returns>A task that ends when the response may go on.</returns>
    ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken);
}
