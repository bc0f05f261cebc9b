namespace PluggableMQ.Remoting.Hooks;

/// <summary>Whether a hook is called.</summary>
internal enum HookAdmission
{
    /// <summary>It is called.</summary>
    Admitted = 0,

    /// <summary>It is called to see whether it works again.</summary>
    Probe,

    /// <summary>It is not called.</summary>
    SwitchedOff,
}
