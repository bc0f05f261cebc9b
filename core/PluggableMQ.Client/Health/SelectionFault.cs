namespace PluggableMQ.Client.Health;

/// <summary>How a queue selection strategy misbehaved.</summary>
internal enum SelectionFault
{
    /// <summary>Its selection threw.</summary>
    Threw = 0,

    /// <summary>It chose a queue that was not offered, or none.</summary>
    ForeignQueue,

    /// <summary>It threw when it was told how a send went.</summary>
    ReportThrew,
}
