using System.Text.Json.Nodes;
using Autofac;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Loading;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;
using PluggableMQ.Plugins.Watching;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Composition;

/// <summary>What the hosts of one process share: the manifest, the plugins, logging and the clock. One or several roles are composed from it.</summary>
/// <remarks>Roles are stopped and disposed before it. A plugin is loaded once, for all roles; its options are those of the first role that uses it.</remarks>
public sealed class PluginHost : IAsyncDisposable
{
    private readonly IContainer _container;
    private readonly ILogger _logger;
    private readonly long _opened;
    private readonly HotSwapper _swapper;
    private readonly bool _isHotSwapAllowed;
    private readonly IReadOnlyList<SettingLayer> _settings;
    private readonly string _seen;
    private readonly OperatorManifest _first;
    private readonly Lock _lock = new();
    private ChangeWatcher? _watcher;
    private int _disposed;

    private PluginHost(PluginHostOptions options, OperatorManifest manifest, PluginCatalog catalog, string seen)
    {
        _seen = seen;
        Manifest = _first = manifest;
        Catalog = catalog;
        LoggerFactory = options.LoggerFactory;
        Clock = options.Clock;
        _opened = Clock.GetTimestamp();
        Admin = new AdminService(this);
        _logger = options.LoggerFactory.CreateLogger("PluggableMQ.Hosting");
        var builder = new ContainerBuilder();
        builder.RegisterInstance(catalog).ExternallyOwned();
        builder.RegisterInstance(options.LoggerFactory).ExternallyOwned();
        builder.RegisterInstance(options.Clock).ExternallyOwned();
        builder.RegisterInstance(Admin).ExternallyOwned();
        builder.RegisterGeneric(typeof(Logger<>)).As(typeof(ILogger<>)).SingleInstance();
        _container = builder.Build();
        ManifestFile = options.ManifestFile is null ? null : Path.GetFullPath(options.ManifestFile);
        _isHotSwapAllowed = options.HotSwap;
        _settings = options.Settings;
        _swapper = new HotSwapper(this, _logger);
        foreach (var id in manifest.Disabled.Where(id => catalog.Find(id) is null))
            _logger.DisabledUnknown(manifest.SourceOf("disabled"), id, Nearest.Hint(id, [.. catalog.Entries.Select(e => e.Id).Distinct()]));
    }

    /// <summary>The operator's manifest that is in force.</summary>
    public OperatorManifest Manifest { get; private set; }

    /// <summary>Its file; null for the manifest that is built in.</summary>
    public string? ManifestFile { get; }

    /// <summary>Why the manifest as it is on disk is not in force, or what of it takes effect after a restart only; null when all of it is in force.</summary>
    public string? ManifestProblem => _swapper.ManifestProblem;

    /// <summary>The plugins.</summary>
    public PluginCatalog Catalog { get; }

    /// <summary>Logging.</summary>
    public ILoggerFactory LoggerFactory { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The roles that run, and the admin endpoints that show them.</summary>
    internal AdminService Admin { get; }

    /// <summary>The time since it was opened.</summary>
    internal TimeSpan Uptime => Clock.GetElapsedTime(_opened);

    /// <summary>Reads the manifest, and finds and checks the plugins; none is loaded yet.</summary>
    /// <param name="options">What the process is.</param>
    /// <returns>The host.</returns>
    /// <exception cref="HostConfigurationException">The manifest is wrong, or a setting that overrides it.</exception>
    public static PluginHost Open(PluginHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Before they are read: what changes while the host starts is noticed once it watches.
        var seen = ChangeWatcher.Look(options.ManifestFile);
        var manifest = ReadManifest(options.ManifestFile, options.Settings);
        var directories = options.PluginDirectories ?? manifest.PluginDirectories;
        if (options.HotSwap && manifest.HotSwap) seen = ChangeWatcher.Look(directories, null) + seen;
        var catalog = PluginCatalog.Open(new PluginCatalogOptions
        {
            Directories = directories,
            CompiledIn = options.CompiledIn,
            Role = options.Role,
            Disabled = manifest.Disabled,
            Options = manifest.Options.ToDictionary(o => o.Key, o => new PluginOptionValues(o.Value, manifest.Source), StringComparer.Ordinal),
            SharedAssemblies = [typeof(RemotingCommand).Assembly],
            KnownPlugins = KnownPlugins.All,
            Clock = options.Clock,
            LoggerFactory = options.LoggerFactory,
        });
        return new PluginHost(options, manifest, catalog, seen);
    }

    /// <summary>What the manifest selects, over all roles.</summary>
    /// <returns>Kinds and names; whether a plugin provides them is another matter.</returns>
    public IReadOnlyCollection<ProvidedExtension> GetSelectedExtensions()
        => [.. RoleProfile.All.SelectMany(p => p.Select(Manifest)).Select(s => new ProvidedExtension(s.Kind.Name, s.Name)).Distinct()];

    /// <summary>Composes a NameServer, which is not started yet.</summary>
    /// <param name="layers">Settings that come after the manifest, the weakest first.</param>
    /// <returns>The NameServer.</returns>
    /// <exception cref="HostConfigurationException">Settings are wrong.</exception>
    /// <exception cref="PluginException">A plugin in use is missing or failed.</exception>
    public NameServerHost CreateNameServer(params IEnumerable<SettingLayer> layers) => NameServerHost.Create(this, layers);

    /// <summary>Composes a broker, which is not started yet.</summary>
    /// <inheritdoc cref="CreateNameServer" path="/param|/exception"/>
    /// <returns>The broker.</returns>
    public BrokerHost CreateBroker(params IEnumerable<SettingLayer> layers) => BrokerHost.Create(this, layers);

    /// <summary>Composes what producers, consumers and tools need.</summary>
    /// <inheritdoc cref="CreateNameServer" path="/param|/exception"/>
    /// <returns>The client side.</returns>
    public ClientHost CreateClient(params IEnumerable<SettingLayer> layers) => ClientHost.Create(this, layers);

    /// <summary>Reads the manifest and the plugins' folders again, and exchanges what has changed and can be exchanged while requests run. With
    /// <c>hotSwap</c> on, that happens by itself whenever they change.</summary>
    /// <param name="cancellationToken">Ends it before anything is exchanged.</param>
    /// <returns>What was exchanged, and what was not and why. What was in use goes on serving where its successor cannot.</returns>
    /// <exception cref="IOException">A plugin's folder is being written just now; try again.</exception>
    public Task<SwapReport> ReloadAsync(CancellationToken cancellationToken = default) => _swapper.ReloadAsync(cancellationToken);

    /// <summary>Waits until what was exchanged is no longer used, and its code is gone or turned out to be held by something.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends then; <see cref="PluginCatalog.Retired"/> says how each one fared.</returns>
    public async Task SettleAsync(CancellationToken cancellationToken = default)
    {
        await _swapper.SettleAsync(cancellationToken);
        await Catalog.SettleAsync(cancellationToken);
    }

    /// <summary>Disposes the plugins and deletes their copies. A second call does nothing.</summary>
    /// <returns>A task that ends when all is released. Code of a plugin that does not end is named in the log, and left behind.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (_watcher is not null) await StopWatchingAsync(_watcher);
        await _swapper.DisposeAsync();
        await _container.DisposeAsync();
        await Catalog.DisposeAsync();
    }

    /// <summary>Whether somebody looks for changes.</summary>
    internal bool IsWatching => _watcher is not null;

    /// <summary>Whether plugins are exchanged by themselves when something changes.</summary>
    internal bool IsHotSwapOn => _isHotSwapAllowed && Manifest.HotSwap;

    /// <summary>Reads the manifest again. What overrides it does so still.</summary>
    /// <exception cref="HostConfigurationException">It is wrong.</exception>
    internal OperatorManifest ReadManifest() => ReadManifest(ManifestFile, _settings);

    /// <summary>What of the manifest in force differs from the one that the process began with and cannot be changed while it runs; null when nothing does.</summary>
    internal string? RestartNeeded
        => Manifest.DiffersForGood(_first).ToList() is { Count: > 0 } keys ? $"{Manifest.Source} has changed in {string.Join(", ", keys)}, which takes effect after a restart." : null;

    /// <summary>Puts a manifest into force, as far as that is possible while the host runs.</summary>
    internal void UseManifest(OperatorManifest next)
    {
        if (next == Manifest) return;
        var before = RestartNeeded;
        Manifest = next;
        if (RestartNeeded is { } late && late != before) _logger.RestartNeeded(late);
    }

    /// <summary>Watches the manifest and the plugins' folders from now on, if the manifest says so.</summary>
    internal void Watch()
    {
        if (!IsHotSwapOn || (Catalog.Directories.Count == 0 && ManifestFile is null)) return;
        lock (_lock) _watcher ??= new ChangeWatcher(Catalog.Directories, ManifestFile, _seen, async stopping => await ReloadAsync(stopping), TimeProvider.System, _logger);
    }

    /// <summary>Opens a role's scope: the plugins that it uses, and what <paramref name="configure"/> registers.</summary>
    /// <param name="profile">The role.</param>
    /// <param name="layers">Its settings that come after the manifest, the weakest first.</param>
    /// <param name="options">Its options objects, which are filled in.</param>
    /// <param name="configure">Registers what is the role's own.</param>
    internal (ILifetimeScope Scope, RoleSettings Settings) BeginRole(RoleProfile profile, IEnumerable<SettingLayer> layers, object[] options, Action<ContainerBuilder> configure)
    {
        SettingLayer[] given = [.. _settings.Select(ManifestOverrides.Without), .. layers];
        // While plugins are exchanged it would begin with what is about to go, and be left out of what comes.
        _swapper.Gate.Wait();
        try
        {
            return BeginRole(profile, given, options, configure);
        }
        finally
        {
            _swapper.Gate.Release();
        }
    }

    private (ILifetimeScope Scope, RoleSettings Settings) BeginRole(RoleProfile profile, SettingLayer[] given, object[] options, Action<ContainerBuilder> configure)
    {
        var role = profile.Role;
        var settings = SettingsResolver.Resolve(profile, Manifest, Catalog.Snapshot, given, options);
        foreach (var (id, values) in settings.PluginOptions) ApplyOptions(id, values);
        if (settings.WithoutEffect.Count > 0) _logger.SettingsWithoutEffect(string.Join(", ", settings.WithoutEffect.Select(s => s.Key)));
        var plugins = new RolePlugins(Catalog, role, settings, _logger, _swapper.Gate);
        ILifetimeScope? scope = null;
        // Later the role's own options stay as they were at the start; what plugins are given may change.
        _swapper.Add(new SwapRole(
            plugins,
            (manifest, snapshot) => SettingsResolver.Resolve(profile, manifest, snapshot, given, [.. options.Select(o => Activator.CreateInstance(o.GetType())!)]),
            kind =>
            {
                foreach (var source in scope?.Resolve<IEnumerable<IPluginHealthSource>>() ?? []) source.Forget(kind);
            }));
        scope = _container.BeginLifetimeScope(role, builder =>
        {
            builder.RegisterModule(new PluginModule(role, plugins));
            builder.RegisterInstance(this).ExternallyOwned();
            configure(builder);
        });
        return (scope, settings);
    }

    /// <summary>A role is about to be disposed: nothing of it is exchanged any more.</summary>
    internal ValueTask EndRoleAsync(RolePlugins plugins) => _swapper.RemoveAsync(plugins);

    private static OperatorManifest ReadManifest(string? file, IReadOnlyList<SettingLayer> settings)
        => ManifestOverrides.Apply(OperatorManifestReader.Read(file), settings);

    private async Task StopWatchingAsync(ChangeWatcher watcher)
    {
        try
        {
            await watcher.DisposeAsync().AsTask().WithinLimit("An exchange of plugins that is under way");
        }
        catch (TimeoutException)
        {
            _logger.LeftBehind("An exchange of plugins that is under way has not ended");
        }
    }

    private void ApplyOptions(string id, PluginOptionValues options)
    {
        var entry = Catalog.Find(id)!;
        if (entry.Generation is null) Catalog.SetOptions(id, options);
        else if (!JsonNode.DeepEquals(entry.Options.Values, options.Values))
            throw new HostConfigurationException($"Plugin {id} is shared by the roles of this process, which give it different options; give them in the manifest, under 'options'.");
    }
}
