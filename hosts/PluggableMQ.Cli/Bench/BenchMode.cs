namespace PluggableMQ.Hosts.Cli.Bench;

/// <summary>How <c>pmq bench send</c> sends.</summary>
internal enum BenchMode
{
    /// <summary>Each caller waits for its answer before it sends the next message.</summary>
    Sync = 0,

    /// <summary>Each caller keeps several sends in flight.</summary>
    Async,

    /// <summary>No answer is asked for.</summary>
    OneWay,

    /// <summary>Each request carries several messages.</summary>
    Batch,
}
