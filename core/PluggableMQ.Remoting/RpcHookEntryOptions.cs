using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.Remoting;

/// <summary>How a hook is watched over.</summary>
public sealed record RpcHookEntryOptions
{
    /// <summary>The time limit of a hook for which nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>The longest time limit.</summary>
    public static readonly TimeSpan MaxTimeLimit = TimeSpan.FromMinutes(1);

    /// <summary>The name in logs, errors and health reports. Default: null, the hook's own.</summary>
    public string? Name { get; init; }

    /// <summary>What happens when the hook fails. Default: null, what the hook says (<see cref="IRpcHookFailurePolicy"/>), or else
    /// <see cref="RpcHookFailureMode.FailClosed"/>.</summary>
    public RpcHookFailureMode? OnFailure { get; init; }

    /// <summary>How long each of the hook's two calls may take. More than zero, at most <see cref="MaxTimeLimit"/>. Default: one
    /// second.</summary>
    public TimeSpan TimeLimit { get; init; } = DefaultTimeLimit;
}
