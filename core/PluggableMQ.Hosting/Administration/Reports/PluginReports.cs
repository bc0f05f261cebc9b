using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Administration.Reports;

/// <summary>Makes the reports of a process, of its plugins as they stand at that moment. From any thread.</summary>
public sealed class PluginReports
{
    private readonly AdminService _service;
    private readonly Lazy<AssemblyTable> _assemblies = new(() => AssemblyTable.Create([typeof(IPlugin).Assembly, typeof(RemotingCommand).Assembly]));

    /// <summary>Makes the reports of a process or, when no role runs in it, of the plugins in a folder.</summary>
    /// <param name="host">The process's plugins.</param>
    public PluginReports(PluginHost host) : this((host ?? throw new ArgumentNullException(nameof(host))).Admin)
    {
    }

    internal PluginReports(AdminService service) => _service = service;

    private PluginHost Host => _service.Host;

    /// <summary>How the process is.</summary>
    /// <returns>The roles that run, and how what they use is doing.</returns>
    public HealthReport ReadHealth()
    {
        var roles = _service.Roles;
        var plugins = roles.SelectMany(r => r.CollectPluginHealth()).ToList();
        var problems = roles.Select(r => r.Fault).OfType<string>()
            .Concat(plugins.Where(p => p.State != PluginHealthState.Healthy).Select(p => $"{p.Role}: {p.Kind} {p.Name} of {p.PluginId} is {p.State}: {p.Reason}"))
            .ToList();
        return new HealthReport
        {
            Status = problems.Count == 0 ? "healthy" : "unhealthy",
            Roles = [.. roles.Select(r => r.Role.ToString().ToLowerInvariant())],
            Version = typeof(PluginHost).Assembly.GetName().Version!.ToString(3),
            UptimeSeconds = Math.Round(Host.Uptime.TotalSeconds, 1),
            Problems = problems,
            Warnings =
            [
                .. Host.ManifestProblem is { } problem ? [$"The manifest as it is on disk is not in force, or not all of it: {problem}"] : Array.Empty<string>(),
                .. Host.Catalog.Entries.Where(e => e.LastReload is { Outcome: not PluginReloadOutcome.Swapped }).Select(e => $"{e} was not exchanged: {e.LastReload!.Reason}"),
            ],
            Plugins = plugins,
        };
    }

    /// <summary>All plugins, sorted by id; of one id the higher version first.</summary>
    /// <returns>One item for each.</returns>
    public IReadOnlyList<PluginSummary> ReadAll()
    {
        var context = Context();
        return [.. Host.Catalog.Entries.Select(e => Summarize(e, context))];
    }

    /// <summary>One plugin in full.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The plugin; of several with that id the one that is used; null when there is none.</returns>
    public PluginDetails? Find(string id) => Host.Catalog.Find(id) is { } entry ? Detail(entry, Summarize(entry, Context())) : null;

    /// <summary>What to say when there is no plugin of an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>For example <c>No plugin has the id 'Acme.Hok'; did you mean 'Acme.Hook'?</c></returns>
    public string ExplainMissing(string id) => $"No plugin has the id '{id}'; {Nearest.Hint(id, [.. Host.Catalog.Entries.Select(e => e.Id).Distinct()])}";

    private (IReadOnlyCollection<string>? Selected, ILookup<string, PluginHealth> Health) Context()
    {
        var roles = _service.Roles;
        // Of a folder nothing is in use; what the manifest selects would be.
        IReadOnlyCollection<string>? selected = roles.Count == 0 ? [.. Host.GetSelectedExtensions().Select(e => e.ToString())] : null;
        return (selected, roles.SelectMany(r => r.CollectPluginHealth()).ToLookup(h => h.PluginId));
    }

    private PluginSummary Summarize(PluginEntry entry, (IReadOnlyCollection<string>? Selected, ILookup<string, PluginHealth> Health) context)
    {
        var inUse = context.Selected is null
            ? entry.InUse.Select(p => p.ToString())
            : entry.Provides.Select(p => p.ToString()).Where(p => entry.IsUsable && context.Selected.Contains(p));
        return new PluginSummary
        {
            Id = entry.Id,
            Version = entry.Version?.ToString(),
            Spi = entry.Manifest?.Spi.ToString(),
            Status = entry.Status,
            FailedIn = entry.FailedIn,
            Reason = entry.Reason,
            Provides = [.. entry.Provides.Select(p => p.ToString())],
            InUse = [.. inUse],
            Notes = entry.Notes,
            Path = entry.Directory,
            Generation = GenerationReports.Number(entry),
            LastReload = GenerationReports.LastReload(entry),
            Retired = GenerationReports.Retired(Host.Catalog, entry),
            Health = entry.IsUsable ? [.. context.Health[entry.Id]] : [],
        };
    }

    private PluginDetails Detail(PluginEntry entry, PluginSummary summary)
    {
        var assemblies = _assemblies.Value.Read(entry, Host.Catalog.Entries);
        return new PluginDetails(summary)
        {
            DisplayName = entry.Manifest?.DisplayName,
            Description = entry.Manifest?.Description ?? "",
            HostSpi = typeof(IPlugin).Assembly.GetName().Version!.ToString(3),
            LastError = LastError(summary),
            Roles = Names(entry.Manifest?.Roles ?? HostRole.None),
            Requires = [.. (entry.Manifest?.Requires ?? []).Select(r => new RequirementReport(r.Id, r.Version?.ToString(), entry.Requires.FirstOrDefault(e => e.Id == r.Id)?.Version?.ToString()))],
            Unloadable = entry.Manifest is { Unloadable: true },
            EntryAssembly = entry.Manifest?.EntryAssembly,
            EntryType = entry.Manifest?.EntryType,
            LoadedFrom = assemblies.LoadedFrom,
            PhaseMs = entry.Timings.ToDictionary(t => t.Key.ToString(), t => Math.Round(t.Value.TotalMilliseconds, 2)),
            Options = OptionReports.Read(entry, Host.Manifest),
            Assemblies = assemblies.Rows,
        };
    }

    private static string? LastError(PluginSummary summary)
        => summary.FailedIn is not null ? summary.Reason : summary.LastReload?.Reason ?? summary.Health.FirstOrDefault(h => h.State != PluginHealthState.Healthy)?.Reason;

    private static IReadOnlyList<string> Names(HostRole roles)
        => [.. Enum.GetValues<HostRole>().Where(r => r != HostRole.None && (roles & r) == r).Select(r => r.ToString().ToLowerInvariant())];
}
