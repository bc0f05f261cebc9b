using System.Globalization;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>Where the parts of a store are (<c>StorePathConfigHelper</c>).</summary>
internal sealed class StorePaths(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    public string CommitLog => Path.Combine(Root, "commitlog");

    public string ConsumeQueues => Path.Combine(Root, "consumequeue");

    public string Index => Path.Combine(Root, "index");

    public string Checkpoint => Path.Combine(Root, "checkpoint");

    public string Abort => Path.Combine(Root, "abort");

    public string Lock => Path.Combine(Root, "lock");

    public string GetTopic(string topic) => Path.Combine(ConsumeQueues, topic);

    public string GetQueue(string topic, int queueId) => Path.Combine(ConsumeQueues, topic, queueId.ToString(CultureInfo.InvariantCulture));
}
