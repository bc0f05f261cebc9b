using PluggableMQ.Hosting.Observation;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>How a process is: what <c>/health</c> answers.</summary>
public sealed record HealthReport
{
    /// <summary><c>healthy</c>, or <c>unhealthy</c> when there are <see cref="Problems"/>.</summary>
    public required string Status { get; init; }

    /// <summary>The roles that run: <c>nameserver</c>, <c>broker</c>, <c>client</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The host's version.</summary>
    public required string Version { get; init; }

    /// <summary>Seconds since the process opened its plugins.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>What is not as it should be, one text each; empty when all is well.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What an operator should look at though all goes on as before: a manifest or a plugin that could not be put into force.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The extensions that are watched over, healthy or not.</summary>
    public required IReadOnlyList<PluginHealth> Plugins { get; init; }

    internal bool IsHealthy => Problems.Count == 0;
}
