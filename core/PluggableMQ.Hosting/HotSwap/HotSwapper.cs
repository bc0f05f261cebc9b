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
internal sealed partial class HotSwapper(PluginHost host, ILogger logger) : IAsyncDisposable
{
    // Each round refuses one more plugin, or the manifest.
    private const int Rounds = 16;

    private readonly Lock _lock = new();
    private readonly List<SwapRole> _roles = [];
    private string? _refusal;
    private string? _problem;

    /// <summary>Held during an exchange.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Why the manifest as it is on disk is not in force, or not all of it; null when it is.</summary>
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

    private async Task<SwapReport> RunAsync(CancellationToken cancellationToken)
    {
        SwapRole[] roles;
        lock (_lock) roles = [.. _roles];
        var problems = new List<string>();
        var attempt = new SwapAttempt(roles, ReadManifest(problems), new SwapRefusals(host.Catalog), problems);
        for (var round = 0; round < Rounds; round++)
        {
            if (Plan(attempt) is { } plan)
            {
                if (Load(plan, attempt) && await PrepareAsync(plan, attempt, cancellationToken) is { } swaps)
                    return Conclude(await ExchangeAsync(plan, attempt, swaps), attempt);
            }
            else if (attempt.Manifest == host.Manifest)
            {
                break;
            }
            else
            {
                // Changed plugins are exchanged all the same.
                attempt.Manifest = host.Manifest;
            }
        }

        return Conclude([], attempt);
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
    private SwapPlan? Plan(SwapAttempt attempt)
    {
        try
        {
            var next = attempt.Refusals.Apply(host.Catalog.Scan(attempt.Manifest.Disabled));
            RoleSettings[] Resolve() => [.. attempt.Roles.Select(r => r.Resolve(attempt.Manifest, next))];
            var settings = Resolve();
            if (Reconfigure(settings, attempt.Refusals, ref next)) settings = Resolve();
            return new SwapPlan(attempt.Manifest, next, attempt.Roles, settings);
        }
        catch (Exception e) when (e is HostConfigurationException or PluginException)
        {
            attempt.Problems.AddRange(e is HostConfigurationException wrong ? wrong.Failures : [e.Message]);
            return null;
        }
    }

    // Gives each plugin that would be used its options. One that is in service with other options is configured anew.
    private bool Reconfigure(RoleSettings[] settings, SwapRefusals refusals, ref CatalogSnapshot next)
    {
        var isChanged = false;
        foreach (var given in settings.SelectMany(s => s.PluginOptions).GroupBy(o => o.Key, o => o.Value))
        {
            var entry = next.Find(given.Key)!;
            if (entry.Generation is not { } generation)
            {
                entry.Options = given.First();
            }
            else if (!refusals.Contains(entry) && !given.Any(o => JsonNode.DeepEquals(o.Values, generation.Options.Values)))
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
    private bool Load(SwapPlan plan, SwapAttempt attempt)
    {
        foreach (var entry in plan.NotLoaded(host.Catalog.Snapshot))
        {
            var serving = attempt.Refusals.Serving(entry);
            serving?.BeginReload();
            try
            {
                host.Catalog.Prepare(entry);
            }
            catch (PluginException e)
            {
                // Perhaps one that it requires.
                attempt.Refusals.Add(FindNew(plan, e) ?? entry, e);
                return false;
            }
            finally
            {
                serving?.EndReload();
            }
        }

        return true;
    }

    // Makes what is to be used. Null when that is planned anew, without a plugin or a manifest that failed. Where nothing is left to do without,
    // one place stays as it is and the others go on.
    private async Task<List<PreparedSwap>?> PrepareAsync(SwapPlan plan, SwapAttempt attempt, CancellationToken cancellationToken)
    {
        var swaps = new List<PreparedSwap>();
        foreach (var (target, settings) in plan.Affected)
        {
            try
            {
                swaps.Add(await target.PrepareAsync(settings, cancellationToken));
            }
            catch (Exception e) when (FindNew(plan, e) is null && plan.Manifest == host.Manifest && !IsCancelled(e, cancellationToken))
            {
                Blame(plan, attempt, e);
            }
            catch (Exception e)
            {
                // Whoever waits for the gate does not wait for that, too.
                foreach (var swap in swaps) Track(swap.AbandonAsync(), swap.Made);
                if (IsCancelled(e, cancellationToken)) throw;
                if (FindNew(plan, e) is { } broken)
                {
                    attempt.Refusals.Add(broken, (PluginException)e);
                    return null;
                }

                attempt.Problems.Add(Explain(e));
                attempt.Cause = e.InnerException ?? e;
                attempt.Manifest = host.Manifest;
                return null;
            }
        }

        return swaps;
    }

    private static bool IsCancelled(Exception e, CancellationToken cancellationToken) => e is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private static string Explain(Exception e) => e is PluginException ? e.Message : $"{e.GetType().Name}: {e.Message}";

    // The plugin that failed, if it is not in force.
    private PluginEntry? FindNew(SwapPlan plan, Exception e)
        => e is PluginException { PluginId: { } id } ? plan.Next.Entries.FirstOrDefault(n => n.Id == id && n.IsUsable && !host.Catalog.Entries.Contains(n)) : null;

    // What is in force failed in one place, which keeps what it has.
    private void Blame(SwapPlan plan, SwapAttempt attempt, Exception e)
    {
        if (e is PluginException { PluginId: { } id } && plan.Next.Entries.FirstOrDefault(n => n.Id == id && n.Generation is not null) is { } entry)
        {
            attempt.Unfinished.Add(entry);
            host.Catalog.SetOutcome(entry, PluginReloadOutcome.Failed, $"{e.Message} What could not be given the new one keeps what it has.", e.InnerException ?? e);
        }
        else
        {
            attempt.Problems.Add(Explain(e));
            attempt.Cause = e;
        }
    }

    private async Task<List<string>> ExchangeAsync(SwapPlan plan, SwapAttempt attempt, List<PreparedSwap> swaps)
    {
        var swapped = new List<string>();
        var fresh = plan.Next.Entries.Where(e => e.Generation is not null && !host.Catalog.Entries.Contains(e)).ToList();
        var before = plan.Roles.Select(r => r.Plugins.Settings).ToArray();
        for (var i = 0; i < plan.Roles.Length; i++) plan.Roles[i].Plugins.Use(plan.Settings[i]);
        host.Catalog.Publish(plan.Next);
        host.UseManifest(plan.Manifest);
        do
        {
            foreach (var swap in swaps)
            {
                swapped.AddRange(swap.Made.Select(m => $"{m.Use}: {m.Entry}, generation {m.Entry.GenerationNumber}"));
                foreach (var made in swap.Made) logger.Swapped(made.Use, made.Entry.ToString(), made.Entry.GenerationNumber);
                Track(swap.ExchangeAsync(), swap.Replaced);
            }

            // A producer may have come meanwhile, by the old settings. All is in force by now, so this is not planned anew.
            swaps = await PrepareAsync(plan, attempt, CancellationToken.None) ?? [];
        }
        while (swaps.Count > 0);

        for (var i = 0; i < plan.Roles.Length; i++) plan.Roles[i].Conclude(before[i]);
        foreach (var entry in fresh.Where(e => e.Generation is not null && !attempt.Unfinished.Contains(e))) host.Catalog.SetOutcome(entry, PluginReloadOutcome.Swapped, null);
        return swapped;
    }

    private SwapReport Conclude(List<string> swapped, SwapAttempt attempt)
    {
        var problems = attempt.Problems.Distinct().ToList();
        var refusal = problems.Count == 0 ? null : string.Join(Environment.NewLine, problems);
        if (refusal is not null && refusal != _refusal) logger.ManifestRefused(host.ManifestFile ?? host.Manifest.Source, refusal, attempt.Cause);
        _refusal = refusal;
        if (host.RestartNeeded is { } restart) problems.Add(restart);
        Volatile.Write(ref _problem, problems.Count == 0 ? null : string.Join(Environment.NewLine, problems));
        var held = host.Catalog.Entries.Where(e => e.LastReload is { Outcome: not PluginReloadOutcome.Swapped }).Select(e => $"{e}: {e.LastReload!.Reason}");
        return new SwapReport(swapped, [.. problems, .. held]);
    }
}
