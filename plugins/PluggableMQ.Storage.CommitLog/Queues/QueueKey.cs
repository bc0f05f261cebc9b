namespace PluggableMQ.Storage.CommitLog.Queues;

/// <summary>Names a queue in the store.</summary>
internal readonly record struct QueueKey(string Topic, int QueueId);
