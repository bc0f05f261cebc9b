using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Loading;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>The plugins of a process: which there are, how they stand, and what they make.</summary>
/// <remarks>
/// Opening it finds and checks all plugins and runs none of their code; a plugin is loaded when something of it is asked for
/// first. One catalog can serve several roles in one process. All members may be called from any thread.
/// </remarks>
public sealed class PluginCatalog : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly PluginCatalogOptions _options;
    private readonly IReadOnlyList<PluginEntry> _entries;
    private readonly CatalogErrors _errors;
    private readonly ShadowFolder _shadow = new();
    private readonly PluginActivator _activator;
    private readonly List<PluginEntry> _activated = [];
    private readonly ILogger _logger;
    private bool _disposed;

    private PluginCatalog(PluginCatalogOptions options)
    {
        _options = options;
        _logger = options.LoggerFactory.CreateLogger("PluggableMQ.Plugins");
        var host = new HostAssemblies();
        var shared = SharedContracts.Compute([typeof(IPlugin).Assembly, .. options.SharedAssemblies], host);
        _activator = new PluginActivator(options, shared, _shadow);
        _entries = new CatalogBuilder(options, shared, host, _logger).Build();
        _errors = new CatalogErrors(options, _entries);
        foreach (var entry in _entries)
        {
            if (options.Options.TryGetValue(entry.Id, out var values)) entry.Options = values;
        }
    }

    /// <summary>All plugins, usable or not, sorted by id; of one id the higher version first.</summary>
    public IReadOnlyList<PluginEntry> Entries => _entries;

    /// <summary>The folders that were searched.</summary>
    public IReadOnlyList<string> Directories => _options.Directories;

    /// <summary>Finds and checks the plugins (phases 1 to 4).</summary>
    /// <param name="options">Where they are and what the host is.</param>
    /// <returns>The catalog. A plugin that is broken has its status and reason; nothing is thrown for it.</returns>
    public static PluginCatalog Open(PluginCatalogOptions options)
    {
        var catalog = new PluginCatalog(options);
        // These do not say what they provide before they are configured.
        foreach (var entry in catalog._entries.Where(e => e is { IsCompiledIn: true, Manifest: null, IsUsable: true })) catalog.TryActivate(entry);
        ThreadPool.UnsafeQueueUserWorkItem(static clock => ShadowFolder.CleanAbandoned(Path.GetTempPath(), clock), options.Clock, preferLocal: false);
        return catalog;
    }

    /// <summary>The plugin of an id that is used, or else why there is none.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The entry, or null when no plugin has that id.</returns>
    public PluginEntry? Find(string id) => _entries.FirstOrDefault(e => e.Id == id);

    /// <summary>The names that can be used for a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The names, sorted.</returns>
    public IReadOnlyList<string> GetNames(PluginKind kind)
        => [.. _entries.Where(e => e.IsUsable).SelectMany(e => e.Provides).Where(p => p.Kind == kind.Name).Select(p => p.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Tells which plugin provides something, without loading it.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="name">The name; null when there is only one to choose from.</param>
    /// <param name="role">The role that it is for; <see cref="HostRole.None"/> asks for no role in particular.</param>
    /// <returns>The plugin, which can be used as far as it is known.</returns>
    /// <exception cref="PluginNotFoundException">None can be used, or several can; the message says where it was looked for and what is there.</exception>
    public PluginEntry Resolve(PluginKind kind, string? name, HostRole role = HostRole.None)
    {
        bool Provides(PluginEntry entry) => entry.Provides.Any(p => p.Kind == kind.Name && (name is null || p.Name == name));
        var candidates = _entries.Where(e => e.IsUsable && Provides(e)).ToList();
        if (candidates.Count > 1 || (name is null && candidates.SelectMany(e => e.Provides).Count(p => p.Kind == kind.Name) > 1))
            throw CatalogErrors.Ambiguous(kind, name, candidates);
        if (candidates.Count == 1) return candidates[0].IsFor(role) ? candidates[0] : throw CatalogErrors.WrongRole(kind, candidates[0], role);
        if (name is null) throw _errors.NoneOfKind(kind);
        var expected = _options.KnownPlugins.GetValueOrDefault(new ProvidedExtension(kind.Name, name));
        var broken = _entries.FirstOrDefault(e => Provides(e) || e.Id == expected || (expected is not null && Path.GetFileName(e.Directory) == expected));
        throw broken is null ? _errors.NotFound(kind, name) : CatalogErrors.NotUsable(kind, name, broken);
    }

    /// <summary>Sets the options of a plugin, in place of those that the catalog was opened with. Before its first use only.</summary>
    /// <param name="id">The plugin.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="InvalidOperationException">No plugin has that id, or it was configured already.</exception>
    public void SetOptions(string id, PluginOptionValues options)
    {
        var entry = Find(id) ?? throw new InvalidOperationException($"There is no plugin '{id}'; {Nearest.Hint(id, [.. _entries.Select(e => e.Id)])}");
        lock (_lock)
        {
            if (entry.Generation is not null) throw new InvalidOperationException($"Plugin {entry} is configured already; its options cannot be changed any more.");
            entry.Options = options;
        }
    }

    /// <summary>Makes an instance of an extension; loads and configures its plugin if that has not happened yet.</summary>
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
        var generation = Activate(entry);
        name ??= entry.Provides.First(p => p.Kind == kind.Name).Name;
        var factory = (Func<TContext, TContract>)generation.Registrations.First(r => r.Kind == kind && r.Name == name).Factory;
        TContract instance;
        try
        {
            instance = factory(context) ?? throw new InvalidOperationException("its factory returned null.");
        }
        catch (Exception e) when (e is not PluginException and not OperationCanceledException)
        {
            throw new PluginException($"Plugin {entry} could not make {kind} '{name}': {e.Message}", entry.Id, PluginPhase.Activate, e);
        }

        entry.MarkInUse(new ProvidedExtension(kind.Name, name));
        return instance;
    }

    /// <summary>Tells the plugins to stop, disposes those that can be disposed, and deletes their copies. After everything they made is disposed.</summary>
    /// <returns>A task that ends when all is done; a plugin that fails is logged.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
        }

        foreach (var entry in Enumerable.Reverse(_activated))
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

        _shadow.Dispose();
    }

    private void TryActivate(PluginEntry entry)
    {
        try
        {
            Activate(entry);
        }
        catch (PluginException e)
        {
            _logger.PluginRefused(PluginPhase.Activate, entry, entry.Directory, entry.Status, e.Message);
        }
    }

    private PluginGeneration Activate(PluginEntry entry)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (entry.Generation is { } generation) return generation;
            foreach (var required in entry.Requires) Activate(required);
            try
            {
                generation = _activator.Activate(entry);
            }
            catch (PluginException e)
            {
                entry.SetStatus(PluginStatus.Failed, e.Message, e.Phase);
                throw new PluginException($"Plugin {entry} in {entry.Directory} failed ({e.Phase}): {e.Message}", entry.Id, e.Phase, e.InnerException);
            }

            entry.Generation = generation;
            entry.SetStatus(PluginStatus.Ready);
            _activated.Add(entry);
            _logger.PluginReady(entry, entry.Directory, entry.Timings.Values.Sum(t => t.TotalMilliseconds));
            return generation;
        }
    }
}
