namespace PluggableMQ.Storage.CommitLog.Queues;

/// <summary>How a <see cref="QueueDispatcher"/> takes what is missing.</summary>
/// <param name="FillGaps">Whether entries that a queue lacks before a record are filled with blanks, because the log does not hold their records any more.
/// A queue without any entry is always filled: it is new, or its topic was deleted.</param>
/// <param name="NewQueuesFrom">Before this log offset a record of a queue that does not exist is left alone: its topic was deleted.</param>
internal readonly record struct DispatchRules(bool FillGaps, long NewQueuesFrom);
