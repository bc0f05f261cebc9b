using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.HotSwap;

/// <summary>Exchanges plugins while requests run: reads manifest and folders again, loads what is new first, puts it into use between two messages,
/// and only then lets go of the old. What cannot be used leaves everything as it was, and says why.</summary>
/// <param name="host">The host.</param>
/// <param name="logger">For what was exchanged and what was not.</param>
internal sealed class HotSwapper(PluginHost host, ILogger logger) : IAsyncDisposable
{
    // Each round refuses one more plugin, or the manifest.
    private const int Rounds = 16;

    private readonly Lock _lock = new();
    private readonly List<SwapRole> _roles = [];
    private readonly Dictionary<Task, string> _releases = [];
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private string? _problem;

    /// <summary>Held during an exchange.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Why the manifest as it is on disk is not in force; null when it is.</summary>
    public string? ManifestProblem => Volatile.Read(ref _problem);

    /// <summary>Adds a role.</summary>
    public void Add(SwapRole role)
    {
        lock (_lock) _roles.Add(role);
    }

    /// <summary>Takes a role away; an exchange that is under way is waited for, but not without a limit.</summary>
    public async ValueTask RemoveAsync(RolePlugins plugins)
    {
        var isHeld = await Gate.WaitAsync(RolePlugins.GateLimit);
        lock (_lock) _roles.RemoveAll(r => r.Plugins == plugins);
        if (isHeld) Gate.Release();
    }

    /// <summary>Looks for changes and puts them into use. One call at a time does; others wait.</summary>
    /// <exception cref="IOException">A plugin's folder is being written just now.</exception>
    public async Task<SwapReport> ReloadAsync(CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(cancellationToken);
        }
        finally
        {
            // What was loaded and then not used.
            host.Catalog.Publish(host.Catalog.Snapshot);
            Gate.Release();
        }
    }

    /// <summary>Waits until what was exchanged is no longer used and has been released.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] releases;
            lock (_lock) releases = [.. _releases.Keys, .. _roles.SelectMany(r => r.Plugins.Releases)];
            if (releases.Length == 0) return;
            await Task.WhenAll(releases).WaitAsync(cancellationToken);
            await Task.Yield();
        }
    }

    /// <summary>Waits until what was exchanged is no longer used, for five seconds at most: what hangs by then is named and left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await SettleAsync(over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            lock (_lock)
            {
                foreach (var used in _releases.Values) logger.LeftBehind($"{used}, was exchanged, and what began with it has not ended");
            }
        }
    }

    private async Task<SwapReport> RunAsync(CancellationToken cancellationToken)
    {
        _refused.Clear();
        SwapRole[] roles;
        lock (_lock) roles = [.. _roles];
        var problems = new List<string>();
        var manifest = ReadManifest(problems);
        for (var round = 0; round < Rounds; round++)
        {
            if (Plan(roles, manifest, problems) is not { } plan)
            {
                if (manifest == host.Manifest) break;
                // Changed plugins are exchanged all the same.
                manifest = host.Manifest;
            }
            else if (Load(plan) && await PrepareAsync(plan, cancellationToken) is { } swaps)
            {
                return Conclude(await ExchangeAsync(plan, swaps, cancellationToken), problems);
            }
        }

        return Conclude([], problems);
    }

    private OperatorManifest ReadManifest(List<string> problems)
    {
        if (host.ManifestFile is null) return host.Manifest;
        try
        {
            return host.ReadManifest();
        }
        catch (HostConfigurationException e)
        {
            problems.AddRange(e.Failures);
            return host.Manifest;
        }
    }

    // What all roles would use; null when the manifest cannot be put into force.
    private SwapPlan? Plan(SwapRole[] roles, OperatorManifest manifest, List<string> problems)
    {
        try
        {
            var next = WithoutRefused(host.Catalog.Scan(manifest.Disabled));
            var settings = roles.Select(r => r.Resolve(manifest, next)).ToArray();
            if (Reconfigure(settings, ref next)) settings = [.. roles.Select(r => r.Resolve(manifest, next))];
            return new SwapPlan(manifest, next, roles, settings);
        }
        catch (Exception e) when (e is HostConfigurationException or PluginException)
        {
            problems.AddRange(e is HostConfigurationException wrong ? wrong.Failures : [e.Message]);
            return null;
        }
    }

    private CatalogSnapshot WithoutRefused(CatalogSnapshot next)
    {
        foreach (var entry in next.Entries.Where(e => e.Generation is null && e.IsUsable && _refused.ContainsKey(e.Id)))
        {
            if (Serving(entry) is { } serving) next = next.With(entry, serving);
            else entry.SetStatus(PluginStatus.Failed, _refused[entry.Id], PluginPhase.Activate);
        }

        return next;
    }

    private PluginEntry? Serving(PluginEntry entry) => host.Catalog.Entries.FirstOrDefault(c => c.Id == entry.Id && c.Generation is not null && c != entry);

    // Gives each plugin that would be used its options. One that is in service with other options is configured anew.
    private bool Reconfigure(RoleSettings[] settings, ref CatalogSnapshot next)
    {
        var isChanged = false;
        foreach (var given in settings.SelectMany(s => s.PluginOptions).GroupBy(o => o.Key, o => o.Value))
        {
            var entry = next.Find(given.Key)!;
            if (entry.Generation is not { } generation)
            {
                entry.Options = given.First();
            }
            else if (!_refused.ContainsKey(entry.Id) && !given.Any(o => JsonNode.DeepEquals(o.Values, generation.Options.Values)))
            {
                if (entry.IsCompiledIn || PluginCatalog.IsForGood(entry))
                {
                    host.Catalog.SetOutcome(entry, PluginReloadOutcome.NeedsRestart, "its options have changed; restart the host to use them.");
                    continue;
                }

                next = next.With(entry, PluginCatalog.Reconfigure(entry, given.First()));
                isChanged = true;
            }
        }

        return isChanged;
    }

    // Loads the new plugins that would be used. Whether all could be.
    private bool Load(SwapPlan plan)
    {
        foreach (var entry in plan.NotLoaded(host.Catalog.Snapshot))
        {
            var serving = Serving(entry);
            var before = serving?.Status;
            serving?.SetStatus(PluginStatus.Reloading);
            try
            {
                host.Catalog.Prepare(entry);
            }
            catch (PluginException e)
            {
                Refuse(entry, e);
            }
            finally
            {
                serving?.SetStatus(before!.Value);
            }

            if (_refused.ContainsKey(entry.Id)) return false;
        }

        return true;
    }

    private async Task<List<PreparedSwap>?> PrepareAsync(SwapPlan plan, CancellationToken cancellationToken)
    {
        var swaps = new List<PreparedSwap>();
        try
        {
            foreach (var (target, settings) in plan.Affected) swaps.Add(await target.PrepareAsync(settings, cancellationToken));
            return swaps;
        }
        catch (Exception e)
        {
            // Whoever waits for the gate does not wait for that, too.
            foreach (var swap in swaps) Track(swap.AbandonAsync(), swap.Made);
            if (e is not PluginException failure || plan.Next.Entries.FirstOrDefault(n => n.Id == failure.PluginId) is not { } broken) throw;
            Refuse(broken, failure);
            return null;
        }
    }

    private void Refuse(PluginEntry entry, PluginException e)
    {
        _refused[entry.Id] = e.Message;
        host.Catalog.SetOutcome(Serving(entry) ?? entry, PluginReloadOutcome.Failed, e.Message);
    }

    private async Task<List<string>> ExchangeAsync(SwapPlan plan, List<PreparedSwap> swaps, CancellationToken cancellationToken)
    {
        var swapped = new List<string>();
        var fresh = plan.Next.Entries.Where(e => e.Generation is not null && !host.Catalog.Entries.Contains(e)).ToList();
        for (var i = 0; i < plan.Roles.Length; i++) plan.Roles[i].Plugins.Use(plan.Settings[i]);
        host.Catalog.Publish(plan.Next);
        host.UseManifest(plan.Manifest);
        while (swaps.Count > 0)
        {
            foreach (var swap in swaps)
            {
                swapped.AddRange(swap.Made.Select(m => $"{m.Use}: {m.Entry}, generation {m.Entry.GenerationNumber}"));
                foreach (var made in swap.Made) logger.Swapped(made.Use, made.Entry.ToString(), made.Entry.GenerationNumber);
                Track(swap.ExchangeAsync(), swap.Replaced);
            }

            // A producer may have come meanwhile, by the old settings.
            swaps = await PrepareAsync(plan, cancellationToken) ?? [];
        }

        foreach (var entry in fresh.Where(e => e.Generation is not null)) host.Catalog.SetOutcome(entry, PluginReloadOutcome.Swapped, null);
        return swapped;
    }

    private void Track(Task release, IReadOnlyList<PluginInstance> instances)
    {
        lock (_lock) _releases[release] = string.Join("; ", instances.Select(i => $"{i.Use}, {i.Entry}"));
        release.ContinueWith(
            done =>
            {
                lock (_lock) _releases.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private SwapReport Conclude(List<string> swapped, List<string> problems)
    {
        var problem = problems.Count == 0 ? null : string.Join(Environment.NewLine, problems.Distinct());
        if (problem is not null && problem != _problem) logger.ManifestRefused(host.ManifestFile ?? host.Manifest.Source, problem);
        Volatile.Write(ref _problem, problem);
        var held = host.Catalog.Entries.Where(e => e.LastReload is { Outcome: not PluginReloadOutcome.Swapped }).Select(e => $"{e}: {e.LastReload!.Reason}");
        return new SwapReport(swapped, [.. problems.Distinct(), .. held]);
    }
}
