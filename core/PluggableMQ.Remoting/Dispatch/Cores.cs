using System.Numerics;

namespace PluggableMQ.Remoting.Dispatch;

/// <summary>Numbers the cores, for what is kept once for each of them.</summary>
internal static class Cores
{
    /// <summary>How many there are, rounded up to a power of two, at most 64.</summary>
    public static readonly int Count = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, 64));

    /// <summary>The one that this thread runs on, from 0; it may have moved when this returns.</summary>
    public static int Current => Thread.GetCurrentProcessorId() & (Count - 1);
}
