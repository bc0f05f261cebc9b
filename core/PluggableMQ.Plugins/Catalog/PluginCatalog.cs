using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Loading;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;
using PluggableMQ.Plugins.Unloading;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>The plugins of a process: which there are, how they stand, and what they make.</summary>
/// <remarks>
/// Opening it finds and checks all plugins and runs none of their code; a plugin is loaded when something of it is asked for
/// first. One catalog can serve several roles in one process. All members may be called from any thread.
/// </remarks>
public sealed partial class PluginCatalog : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly PluginCatalogOptions _options;
    private readonly SharedContracts _shared;
    private readonly HostAssemblies _host;
    private readonly ShadowFolder _shadow = new();
    private readonly PluginActivator _activator;
    private readonly List<PluginEntry> _activated = [];
    private readonly Dictionary<string, int> _generations = new(StringComparer.Ordinal);
    private readonly UnloadWatch _unloads;
    private readonly ILogger _logger;
    private volatile CatalogSnapshot _snapshot;
    private bool _disposed;

    private PluginCatalog(PluginCatalogOptions options)
    {
        _options = options;
        _logger = options.LoggerFactory.CreateLogger("PluggableMQ.Plugins");
        _host = new HostAssemblies();
        _shared = SharedContracts.Compute([typeof(IPlugin).Assembly, .. options.SharedAssemblies], _host);
        _activator = new PluginActivator(options, _shared, _host, _shadow);
        // Unloading goes by the system's clock: it waits for the garbage collector, whatever the plugins' clock says.
        _unloads = new UnloadWatch(TimeProvider.System, _logger);
        _snapshot = new CatalogSnapshot(options, Discover(options.Disabled, []));
        foreach (var entry in Entries)
        {
            if (options.Options.TryGetValue(entry.Id, out var values)) entry.Options = values;
        }
    }

    /// <summary>All plugins, usable or not, sorted by id; of one id the higher version first.</summary>
    public IReadOnlyList<PluginEntry> Entries => _snapshot.Entries;

    /// <summary>Generations that were taken out of service: all that are not gone yet, and the latest few that are.</summary>
    public IReadOnlyList<RetiredGeneration> Retired => _unloads.Retired;

    /// <summary>The folders that were searched.</summary>
    public IReadOnlyList<string> Directories => _options.Directories;

    /// <summary>The assemblies that plugins share with the host.</summary>
    internal SharedContracts Shared => _shared;

    /// <summary>The plugins as they are now.</summary>
    internal CatalogSnapshot Snapshot => _snapshot;

    /// <summary>Finds and checks the plugins (phases 1 to 4).</summary>
    /// <param name="options">Where they are and what the host is.</param>
    /// <returns>The catalog. A plugin that is broken has its status and reason; nothing is thrown for it.</returns>
    public static PluginCatalog Open(PluginCatalogOptions options)
    {
        var catalog = new PluginCatalog(options);
        // These do not say what they provide before they are configured.
        foreach (var entry in catalog.Entries.Where(e => e is { IsCompiledIn: true, Manifest: null, IsUsable: true })) catalog.TryActivate(entry);
        ThreadPool.UnsafeQueueUserWorkItem(static clock => ShadowFolder.CleanAbandoned(Path.GetTempPath(), clock), options.Clock, preferLocal: false);
        return catalog;
    }

    /// <summary>The plugin of an id that is used, or else why there is none.</summary>
    /// <param name="id">The id.</param>
    /// <returns>Of several versions the one that is loaded, or else can be used, or else the highest; null when no plugin has that id.</returns>
    public PluginEntry? Find(string id) => _snapshot.Find(id);

    /// <summary>The names that can be used for a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The names, sorted.</returns>
    public IReadOnlyList<string> GetNames(PluginKind kind) => _snapshot.GetNames(kind);

    /// <summary>Tells which plugin provides something, without loading it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The name; null when there is only one to choose from.</param>
    /// <param name="role">The role that it is for; <see cref="HostRole.None"/> asks for no role in particular.</param>
    /// <returns>The plugin, which can be used as far as it is known.</returns>
    /// <exception cref="PluginNotFoundException">None can be used, or several can; the message says where it was looked for and what is there.</exception>
    public PluginEntry Resolve(PluginKind kind, string? name, HostRole role = HostRole.None) => _snapshot.Resolve(kind, name, role);

    /// <summary>Sets the options of a plugin, in place of those that the catalog was opened with. Before its first use only.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="InvalidOperationException">No plugin has that id, or it was configured already.</exception>
    public void SetOptions(string id, PluginOptionValues options)
    {
        var entry = Find(id) ?? throw new InvalidOperationException($"There is no plugin '{id}'; {Nearest.Hint(id, [.. Entries.Select(e => e.Id)])}");
        lock (_lock)
        {
            if (entry.Generation is not null) throw new InvalidOperationException($"Plugin {entry} is configured already; its options cannot be changed any more.");
            entry.Options = options;
        }
    }

    /// <summary>Makes an instance of an extension that is used to the end of the process; loads and configures its plugin if that has not happened yet.</summary>
    /// <typeparam name="TContract">The SPI.</typeparam>
    /// <typeparam name="TContext">What the SPI's factories are given.</typeparam>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The name; null when there is only one to choose from.</param>
    /// <param name="context">What the factory is given.</param>
    /// <returns>The instance, which the caller owns: starting, stopping and disposing it is the caller's affair.</returns>
    /// <exception cref="PluginNotFoundException">None can be used, or several can.</exception>
    /// <exception cref="PluginException">The plugin failed to load, to take its options or to make the instance.</exception>
    public TContract Create<TContract, TContext>(PluginKind<TContract, TContext> kind, string? name, TContext context)
        where TContract : class
        where TContext : class
    {
        var entry = Resolve(kind, name);
        return Create(entry, kind, name ?? entry.Provides.First(p => p.Kind == kind.Name).Name, context, $"{kind} {name}").Instance;
    }

    /// <summary>Makes an instance of an extension of one plugin.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The name.</param>
    /// <param name="context">What the factory is given.</param>
    /// <param name="holder">Who uses it, for people.</param>
    /// <returns>The instance, and the lease that the caller gives back when it has disposed it.</returns>
    /// <exception cref="PluginException">The plugin failed to load, to take its options or to make the instance.</exception>
    internal (TContract Instance, PluginLease Lease) Create<TContract, TContext>(
        PluginEntry entry, PluginKind<TContract, TContext> kind, string name, TContext context, string holder)
        where TContract : class
        where TContext : class
    {
        var extension = new ProvidedExtension(kind.Name, name);
        PluginGeneration generation;
        PluginLease lease;
        lock (_lock)
        {
            generation = Activate(entry);
            lease = generation.TryLease(holder, () => entry.UnmarkInUse(extension))
                ?? throw new PluginException($"Plugin {entry} was taken out of service just now; ask again.", entry.Id);
            entry.MarkInUse(extension);
        }

        try
        {
            var factory = (Func<TContext, TContract>)generation.Registrations.First(r => r.Kind == kind && r.Name == name).Factory;
            // A transport or a store is made once, at the start, and may take its time.
            var instance = IsSwappable(kind) ? PluginCall.Run(() => factory(context), "its factory") : factory(context);
            return (instance ?? throw new InvalidOperationException("its factory returned null."), lease);
        }
        catch (Exception e)
        {
            lease.Dispose();
            if (e is PluginException) throw;
            throw PluginException.Failed(entry, PluginPhase.Activate, $"it could not make {kind} '{name}': {PluginActivator.Describe(e)}", e);
        }
    }

    /// <summary>Tells the plugins to stop, disposes those that can be disposed, and deletes their copies. After everything they made is disposed.</summary>
    /// <returns>A task that ends when all is done; a plugin that fails is logged.</returns>
    public async ValueTask DisposeAsync()
    {
        PluginEntry[] activated;
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            activated = [.. _activated];
        }

        await _unloads.DisposeAsync();
        foreach (var entry in Enumerable.Reverse(activated))
        {
            try
            {
                await entry.Generation!.DisposeAsync();
            }
            catch (Exception e)
            {
                _logger.PluginStopFailed(entry, e);
            }
        }

        // Older generations that these required.
        await _unloads.SettleAsync(CancellationToken.None);
        _shadow.Dispose();
    }

    private IReadOnlyList<PluginEntry> Discover(IReadOnlyCollection<string> disabled, IReadOnlyList<PluginEntry> known)
        => new CatalogBuilder(_options, _shared, _host, _logger).Build(disabled, known);

    private void TryActivate(PluginEntry entry)
    {
        try
        {
            Activate(entry);
        }
        catch (PluginException e)
        {
            _logger.PluginRefused(entry.FailedIn ?? PluginPhase.Activate, entry, entry.Directory, entry.Status, entry.Reason ?? e.Message);
        }
    }

    private PluginGeneration Activate(PluginEntry entry)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (entry.Generation is { } generation) return generation;
            foreach (var required in entry.Requires) Activate(required);
            var number = _generations.GetValueOrDefault(entry.Id) + 1;
            entry.ForgetGenerationTimes();
            try
            {
                generation = _activator.Activate(entry, number, entry.SameCodeAs?.Generation?.Loaded);
            }
            catch (PluginException e)
            {
                entry.SetStatus(PluginStatus.Failed, e.Message, e.Phase);
                throw PluginException.Failed(entry, e.Phase!.Value, e.Message, e.InnerException);
            }

            _generations[entry.Id] = number;
            entry.Generation = generation;
            entry.SameCodeAs = null;
            entry.SetStatus(PluginStatus.Ready);
            _activated.Add(entry);
            _logger.PluginReady(entry, entry.Directory, entry.Timings.Values.Sum(t => t.TotalMilliseconds));
            return generation;
        }
    }
}
