using System.Text.Json.Nodes;
using Autofac;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Composition;

/// <summary>What the hosts of one process share: the manifest, the plugins, logging and the clock. One or several roles are composed from it.</summary>
/// <remarks>Roles are stopped and disposed before it. A plugin is loaded once, for all roles; its options are those of the first role that uses it.</remarks>
public sealed class PluginHost : IAsyncDisposable
{
    private readonly IContainer _container;
    private readonly ILogger _logger;
    private readonly long _opened;

    private PluginHost(PluginHostOptions options, OperatorManifest manifest, PluginCatalog catalog)
    {
        Manifest = manifest;
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
        if (manifest.HotSwap) _logger.HotSwapNotAvailable(manifest.Source);
        foreach (var id in manifest.Disabled.Where(id => catalog.Find(id) is null))
            _logger.DisabledUnknown(manifest.Source, id, Nearest.Hint(id, [.. catalog.Entries.Select(e => e.Id).Distinct()]));
    }

    /// <summary>The operator's manifest.</summary>
    public OperatorManifest Manifest { get; }

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
    /// <exception cref="HostConfigurationException">The manifest is wrong.</exception>
    public static PluginHost Open(PluginHostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var manifest = OperatorManifestReader.Read(options.ManifestFile);
        var catalog = PluginCatalog.Open(new PluginCatalogOptions
        {
            Directories = options.PluginDirectories ?? manifest.PluginDirectories,
            CompiledIn = options.CompiledIn,
            Role = options.Role,
            Disabled = manifest.Disabled,
            Options = manifest.Options.ToDictionary(o => o.Key, o => new PluginOptionValues(o.Value, manifest.Source), StringComparer.Ordinal),
            SharedAssemblies = [typeof(RemotingCommand).Assembly],
            KnownPlugins = KnownPlugins.All,
            Clock = options.Clock,
            LoggerFactory = options.LoggerFactory,
        });
        return new PluginHost(options, manifest, catalog);
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

    /// <summary>Disposes the plugins and deletes their copies.</summary>
    /// <returns>A task that ends when all is released.</returns>
    public async ValueTask DisposeAsync()
    {
        await _container.DisposeAsync();
        await Catalog.DisposeAsync();
    }

    /// <summary>Opens a role's scope: its settings' plugins, and what <paramref name="configure"/> registers.</summary>
    internal ILifetimeScope BeginRole(HostRole role, RoleSettings settings, Action<ContainerBuilder> configure)
    {
        foreach (var (id, options) in settings.PluginOptions) ApplyOptions(id, options);
        if (settings.WithoutEffect.Count > 0) _logger.SettingsWithoutEffect(string.Join(", ", settings.WithoutEffect.Select(s => s.Key)));
        return _container.BeginLifetimeScope(role, builder =>
        {
            builder.RegisterModule(new PluginModule(role, settings, Manifest));
            configure(builder);
        });
    }

    private void ApplyOptions(string id, PluginOptionValues options)
    {
        var entry = Catalog.Find(id)!;
        if (entry.Generation is null) Catalog.SetOptions(id, options);
        else if (!JsonNode.DeepEquals(entry.Options.Values, options.Values))
            throw new HostConfigurationException($"Plugin {id} is shared by the roles of this process, which give it different options; give them in the manifest, under 'options'.");
    }
}
