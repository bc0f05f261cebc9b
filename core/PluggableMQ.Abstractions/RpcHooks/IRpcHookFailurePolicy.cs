namespace PluggableMQ.Abstractions.RpcHooks;

/// <summary>What a hook wants to happen to a request when the hook itself fails. Implemented beside <see cref="IRpcHook"/>; since SPI 1.1.</summary>
/// <remarks>A hook that does not implement it fails closed. The operator's manifest can say otherwise for each hook.</remarks>
public interface IRpcHookFailurePolicy
{
    /// <summary>What happens when the hook throws, runs out of time or is switched off. Read once, when the hook is put into use.</summary>
    RpcHookFailureMode OnFailure { get; }
}

/// <summary>What happens to a request when a hook fails.</summary>
public enum RpcHookFailureMode
{
    /// <summary>The request is refused. For access control, where letting it pass would be worse.</summary>
    FailClosed = 0,

    /// <summary>The request goes on as if the hook were not there. For observation.</summary>
    FailOpen = 1,
}
