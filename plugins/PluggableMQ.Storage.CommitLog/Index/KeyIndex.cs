using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.Shared;

namespace PluggableMQ.Storage.CommitLog.Index;

/// <summary>Finds messages by key (<c>IndexService.queryOffset</c>).</summary>
internal sealed class KeyIndex(IndexFiles files, int maxCountAllowed) : IMessageIndex
{
    public IndexProgress Query(string topic, string key, int maxCount, long beginTimestamp, long endTimestamp, ICollection<long> physicalOffsets)
    {
        var wanted = Math.Min(maxCount, maxCountAllowed);
        var hash = MessageKeys.Hash(topic, key);
        // Ascending, and each once: after a crash a message may be in two files.
        var found = new SortedSet<long>();
        var all = files.All;
        for (var i = all.Length - 1; i >= 0 && found.Count < wanted; i--)
        {
            var file = all[i];
            if (!file.File.TryAcquire()) continue;
            try
            {
                if (file.Covers(beginTimestamp, endTimestamp)) file.Query(hash, wanted, beginTimestamp, endTimestamp, found);
                if (file.BeginTimestamp < beginTimestamp) break;
            }
            finally
            {
                file.File.Release();
            }
        }

        foreach (var offset in found) physicalOffsets.Add(offset);
        return GetProgress();
    }

    private IndexProgress GetProgress()
    {
        if (files.Last is not { } last || !last.File.TryAcquire()) return default;
        try
        {
            return new IndexProgress(last.EndTimestamp, last.EndPhysicalOffset);
        }
        finally
        {
            last.File.Release();
        }
    }
}
