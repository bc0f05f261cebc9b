using System.Diagnostics;

namespace PluggableMQ.Plugins.Tests.Facts;

/// <summary>Tells whether something that nothing should hold any more goes away.</summary>
internal static class Collection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Collects until it is gone; false when it is there for good, as far as patience goes.</summary>
    public static bool Takes(WeakReference reference)
    {
        var watch = Stopwatch.StartNew();
        while (reference.IsAlive && watch.Elapsed < Patience) Collect();
        return !reference.IsAlive;
    }

    /// <summary>Whether it outlives ten collections, which is more than an unloaded context needs when nothing pins it.</summary>
    public static bool Leaves(WeakReference reference)
    {
        for (var i = 0; i < 10; i++) Collect();
        return reference.IsAlive;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
