namespace PluggableMQ.Storage.CommitLog.Queues;

/// <summary>What became of a record that was offered to its queue.</summary>
internal enum DispatchOutcome
{
    /// <summary>It gets no entry: half and rollback messages, and records whose queue cannot be stored.</summary>
    None = 0,

    /// <summary>It has its entry already.</summary>
    Known,

    /// <summary>Its entry was added.</summary>
    Added,

    /// <summary>Entries before it are missing; nothing was added.</summary>
    Gap,
}
