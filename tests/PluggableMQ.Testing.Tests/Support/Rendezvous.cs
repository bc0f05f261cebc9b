namespace PluggableMQ.Testing.Tests.Support;

/// <summary>Makes a race certain: the first threads of a kit's concurrent test wait for each other where the race is.</summary>
internal sealed class Rendezvous(int threads)
{
    private int _arrived;

    /// <summary>Whether they have met.</summary>
    public bool HasMet => Volatile.Read(ref _arrived) >= threads;

    /// <summary>Waits for the others; at once in a test with one thread, and after they have met.</summary>
    public void Meet()
    {
        // The kits name their threads for what they do there.
        if (HasMet || Thread.CurrentThread.Name?.Contains("eight threads", StringComparison.Ordinal) != true) return;
        Interlocked.Increment(ref _arrived);
        SpinWait.SpinUntil(() => HasMet, TimeSpan.FromSeconds(30));
    }
}
