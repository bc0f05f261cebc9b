namespace PluggableMQ.Storage.CommitLog.Log;

/// <summary>What lies at a place of the log.</summary>
internal enum LogEntryKind
{
    /// <summary>Nothing was ever written there.</summary>
    Nothing = 0,

    /// <summary>A whole record.</summary>
    Record,

    /// <summary>The filler that ends a file; the log goes on in the next one.</summary>
    EndOfFile,

    /// <summary>Something that is no whole record: torn by a crash, or damaged.</summary>
    Broken,

    /// <summary>A record in a format of RocketMQ 5 that 4.9 does not know.</summary>
    NewerFormat,
}
