namespace PluggableMQ.Remoting.Hooks;

/// <summary>Which of a hook's two methods is called.</summary>
internal enum HookPhase
{
    /// <summary>Before the request.</summary>
    Before = 0,

    /// <summary>After it.</summary>
    After = 1,
}
