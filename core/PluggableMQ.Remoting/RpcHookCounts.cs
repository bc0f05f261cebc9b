namespace PluggableMQ.Remoting;

/// <summary>What was counted of a hook since it was put into use.</summary>
/// <param name="Failures">Calls that threw.</param>
/// <param name="Timeouts">Calls that were cut off at the time limit.</param>
/// <param name="Blocked">Calls that kept their thread beyond the time limit; those cannot be cut off.</param>
/// <param name="Rejections">Requests that it refused, as hooks may.</param>
/// <param name="Skipped">Calls that were left out while it was switched off.</param>
public readonly record struct RpcHookCounts(long Failures, long Timeouts, long Blocked, long Rejections, long Skipped);
