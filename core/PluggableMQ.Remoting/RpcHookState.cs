namespace PluggableMQ.Remoting;

/// <summary>Whether a hook is called: the states of its circuit breaker.</summary>
public enum RpcHookState
{
    /// <summary>It is called (the breaker is closed).</summary>
    On = 0,

    /// <summary>It failed too often and is not called for 30 seconds (the breaker is open).</summary>
    Off,

    /// <summary>One request calls it, to see whether it works again (the breaker is half-open).</summary>
    Probing,
}
