namespace PluggableMQ.Testing.Tests.Support;

/// <summary>One wrong implementation, as the subclass of the kit that must find it.</summary>
/// <param name="Kit">The subclass.</param>
/// <param name="CaughtBy">A test of the kit that must fail.</param>
public sealed record Planted(Type Kit, string CaughtBy)
{
    /// <inheritdoc/>
    public override string ToString() => Kit.Name;

    /// <summary>Runs the test that must find the defect.</summary>
    internal async Task AssertCaughtAsync()
    {
        var failed = await KitRun.RunAsync(Kit, CaughtBy);
        Assert.True(failed.ContainsKey(CaughtBy), $"{Kit.Name} keeps its promise in the eyes of {CaughtBy}.");
    }

    /// <summary>Runs the kit against an implementation that keeps its promises.</summary>
    internal static async Task AssertCorrectAsync(Type kit)
    {
        var failed = await KitRun.RunAsync(kit);
        Assert.True(failed.Count == 0, $"{kit.Name} is correct, and yet: {string.Join(", ", failed.Select(f => $"{f.Key}: {f.Value}"))}");
    }
}
