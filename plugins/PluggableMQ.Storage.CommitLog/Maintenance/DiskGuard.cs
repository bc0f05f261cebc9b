using Microsoft.Extensions.Logging;

namespace PluggableMQ.Storage.CommitLog.Maintenance;

/// <summary>Refuses messages while the disk is nearly full.</summary>
internal sealed class DiskGuard(StoreParts parts, Func<string, DiskUsage> measure)
{
    /// <summary>How full the disk is now.</summary>
    public DiskUsage Measure() => measure(parts.Paths.Root);

    /// <summary>Looks at the disk.</summary>
    /// <returns>The used percentage.</returns>
    public int Check()
    {
        var used = Measure().UsedPercentage;
        var limit = parts.Options.DiskSpaceWarningLevelRatio;
        if (used > limit)
        {
            if (parts.State.MarkDiskFull($"the disk that holds {parts.Paths.Root} is {used}% full, more than {limit}%"))
                StoreEvents.DiskNearlyFull(parts.Logger, parts.Paths.Root, used, limit);
        }
        else if (parts.State.MarkDiskAvailable())
        {
            StoreEvents.DiskAvailable(parts.Logger, parts.Paths.Root);
        }

        return used;
    }
}
