namespace PluggableMQ.Hosting.Tests.HotSwap;

/// <summary>These count the process's load contexts and its memory, so nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HotSwapCollection
{
    public const string Name = "hot swap";
}
