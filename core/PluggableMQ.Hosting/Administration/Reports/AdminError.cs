namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>What the admin endpoint answers when it has nothing to show.</summary>
public sealed record AdminError
{
    /// <summary>What is wrong, and what to do.</summary>
    public required string Error { get; init; }

    /// <summary>The paths that there are.</summary>
    public required IReadOnlyList<string> Paths { get; init; }
}
