namespace PluggableMQ.Storage.CommitLog.Maintenance;

/// <summary>How full the disk is that holds a directory.</summary>
/// <param name="Total">Bytes of the disk.</param>
/// <param name="Free">Bytes that are free, also those that only an administrator may use.</param>
/// <param name="Available">Bytes that this account may use.</param>
internal readonly record struct DiskUsage(long Total, long Free, long Available)
{
    /// <summary>The used percentage, rounded up as RocketMQ does; of what this account could use altogether.</summary>
    public int UsedPercentage
    {
        get
        {
            var used = Total - Free;
            var usable = used + Available;
            return usable <= 0 ? 100 : (int)(((used * 100.0) + usable - 1) / usable);
        }
    }

    /// <summary>Asks the system.</summary>
    public static DiskUsage Of(string directory)
    {
        var drive = new DriveInfo(directory);
        return new DiskUsage(drive.TotalSize, drive.TotalFreeSpace, drive.AvailableFreeSpace);
    }
}
