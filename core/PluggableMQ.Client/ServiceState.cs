namespace PluggableMQ.Client;

/// <summary>The life of a producer, a consumer or a client instance (<c>ServiceState</c> in RocketMQ).</summary>
public enum ServiceState
{
    /// <summary>Made, not started (<c>CREATE_JUST</c>).</summary>
    CreateJust = 0,

    /// <summary>Started (<c>RUNNING</c>).</summary>
    Running,

    /// <summary>Shut down; it cannot be started again (<c>SHUTDOWN_ALREADY</c>).</summary>
    ShutdownAlready,

    /// <summary>Starting, or the start failed (<c>START_FAILED</c>).</summary>
    StartFailed,
}
