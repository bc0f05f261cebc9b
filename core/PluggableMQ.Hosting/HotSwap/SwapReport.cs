namespace PluggableMQ.Hosting.HotSwap;

/// <summary>What came of looking for changed plugins and a changed manifest.</summary>
/// <param name="Swapped">What was exchanged, in words.</param>
/// <param name="Problems">What could not be exchanged and why; what was in use before goes on serving.</param>
public sealed record SwapReport(IReadOnlyList<string> Swapped, IReadOnlyList<string> Problems);
