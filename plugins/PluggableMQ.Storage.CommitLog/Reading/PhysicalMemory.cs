using System.Globalization;

namespace PluggableMQ.Storage.CommitLog.Reading;

/// <summary>The machine's memory, most of which caches files.</summary>
internal static class PhysicalMemory
{
    /// <summary>Bytes. What the garbage collector may use is not asked where it can be avoided: a limit on the heap does not shrink the page cache.</summary>
    public static long Total { get; } = Read();

    private static long Read()
    {
        const string Path = "/proc/meminfo";
        if (OperatingSystem.IsLinux() && File.Exists(Path))
        {
            var line = File.ReadLines(Path).FirstOrDefault(static line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
            if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kibibytes, ..]
                && long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return value * 1024;
        }

        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }
}
