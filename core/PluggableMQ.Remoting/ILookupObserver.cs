namespace PluggableMQ.Remoting;

/// <summary>An address lookup that wants to hear what came of it, as its caller sees it: one that does not come back has failed.</summary>
internal interface ILookupObserver
{
    /// <summary>A lookup has ended. On any thread.</summary>
    /// <param name="found">How many addresses it gave.</param>
    /// <param name="failure">Why it gave none; null when it did not fail.</param>
    void LookupEnded(int found, string? failure);
}
