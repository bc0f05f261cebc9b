namespace PluggableMQ.Client;

/// <summary>How safely a message was stored (<c>SendStatus</c> in RocketMQ).</summary>
public enum SendStatus
{
    /// <summary>As the broker's policy asks (<c>SEND_OK</c>).</summary>
    SendOk = 0,

    /// <summary>Stored, but the disk did not confirm it in time (code 10, <c>FLUSH_DISK_TIMEOUT</c>).</summary>
    FlushDiskTimeout,

    /// <summary>Stored, but the slave did not confirm it in time (code 12, <c>FLUSH_SLAVE_TIMEOUT</c>).</summary>
    FlushSlaveTimeout,

    /// <summary>Stored, but there is no slave to copy it (code 11, <c>SLAVE_NOT_AVAILABLE</c>).</summary>
    SlaveNotAvailable,
}
