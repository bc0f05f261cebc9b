using System.Text.Json.Serialization;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>One plugin in a list: what <c>/plugins</c> and <c>pmq plugins list --json</c> say of it.</summary>
public record PluginSummary
{
    /// <summary>The id.</summary>
    [JsonPropertyOrder(-1)]
    public required string Id { get; init; }

    /// <summary>The version; null when the manifest could not be read.</summary>
    [JsonPropertyOrder(-1)]
    public required string? Version { get; init; }

    /// <summary>The SPI versions that it works with; null when the manifest could not be read.</summary>
    [JsonPropertyOrder(-1)]
    public required string? Spi { get; init; }

    /// <summary>How it stands.</summary>
    [JsonPropertyOrder(-1)]
    public required PluginStatus Status { get; init; }

    /// <summary>The phase in which it failed, or null.</summary>
    [JsonPropertyOrder(-1)]
    public required PluginPhase? FailedIn { get; init; }

    /// <summary>Why it stands so; null when all is well.</summary>
    [JsonPropertyOrder(-1)]
    public required string? Reason { get; init; }

    /// <summary>What it provides, as <c>kind name</c>.</summary>
    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<string> Provides { get; init; }

    /// <summary>What of it is in use; from a folder, what the operator's manifest selects.</summary>
    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<string> InUse { get; init; }

    /// <summary>What its author should know and nothing depends on.</summary>
    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Its folder.</summary>
    [JsonPropertyOrder(-1)]
    public required string Path { get; init; }

    /// <summary>The number of the generation that is loaded, from 1; null when none is.</summary>
    [JsonPropertyOrder(-1)]
    public int? Generation { get; init; }

    /// <summary>The last exchange while the host ran; null when there was none.</summary>
    [JsonPropertyOrder(-1)]
    public ReloadReport? LastReload { get; init; }

    /// <summary>Older generations, those that are gone and those that something still holds.</summary>
    [JsonPropertyOrder(-1)]
    public IReadOnlyList<RetiredGeneration> Retired { get; init; } = [];

    /// <summary>How what is in use of it is doing, for each role; empty when nothing runs.</summary>
    [JsonPropertyOrder(-1)]
    public IReadOnlyList<PluginHealth> Health { get; init; } = [];
}

/// <summary>An exchange of a plugin while the host ran.</summary>
/// <param name="At">When.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it ended so; null when all went well.</param>
public sealed record ReloadReport(DateTimeOffset At, string Outcome, string? Reason);

/// <summary>A generation that was replaced.</summary>
/// <param name="Generation">Its number.</param>
/// <param name="Version">The plugin's version then.</param>
/// <param name="Status"><c>Unloading</c>, <c>Unloaded</c> or <c>UnloadPending</c>.</param>
/// <param name="AgeSeconds">Seconds since it was replaced.</param>
/// <param name="Holders">What probably still holds it.</param>
public sealed record RetiredGeneration(int Generation, string? Version, PluginStatus Status, double AgeSeconds, IReadOnlyList<string> Holders);
