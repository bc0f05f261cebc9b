using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Testing;

/// <summary>Configures a plugin as a host would, without a host, and keeps the factories that it registered.</summary>
/// <remarks>The options are handed over as they are given: nothing checks them against a schema, so that a test sees the plugin's own checks.</remarks>
public sealed class PluginHarness : IPluginRegistry, IPluginContext
{
    private readonly Dictionary<(string Kind, string Name), Delegate> _factories = [];

    private readonly PluginSurroundings _surroundings;

    /// <summary>Configures a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="options">Its options as text, by key; <c>a:0</c> for the first item of a list.</param>
    /// <exception cref="PluginConfigurationException">The plugin finds its options wrong.</exception>
    public PluginHarness(IPlugin plugin, params (string Key, string Value)[] options) : this(plugin, new PluginSurroundings(), options)
    {
    }

    /// <summary>Configures a plugin in surroundings that a test chose.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="surroundings">What it sees of its host, for example a <see cref="ManualClock"/>.</param>
    /// <param name="options">Its options as text, by key; <c>a:0</c> for the first item of a list.</param>
    /// <exception cref="PluginConfigurationException">The plugin finds its options wrong.</exception>
    public PluginHarness(IPlugin plugin, PluginSurroundings surroundings, params (string Key, string Value)[] options)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(surroundings);
        _surroundings = surroundings;
        Options = new ConfigurationBuilder().AddInMemoryCollection(options.Select(option => KeyValuePair.Create(option.Key, (string?)option.Value))).Build();
        plugin.Configure(this, this);
    }

    /// <inheritdoc/>
    public string PluginId => _surroundings.PluginId;

    /// <inheritdoc/>
    public string Directory => _surroundings.Directory;

    /// <inheritdoc/>
    public IConfiguration Options { get; }

    /// <inheritdoc/>
    public HostRole Role => _surroundings.Role;

    /// <inheritdoc/>
    public Version HostVersion => _surroundings.HostVersion;

    /// <inheritdoc/>
    public TimeProvider Clock => _surroundings.Clock;

    /// <inheritdoc/>
    public ILoggerFactory LoggerFactory => _surroundings.LoggerFactory;

    /// <inheritdoc/>
    public CancellationToken Stopping => _surroundings.Stopping;

    /// <summary>What the plugin registered.</summary>
    public IReadOnlyCollection<(string Kind, string Name)> Provided => _factories.Keys;

    /// <inheritdoc/>
    public void Add<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, Func<TContext, TContract> factory)
        where TContract : class
        where TContext : class
    {
        ArgumentNullException.ThrowIfNull(kind);
        _factories.Add((kind.Name, name), factory);
    }

    /// <summary>Makes an instance of what was registered.</summary>
    /// <param name="kind">The kind, one of <see cref="PluginKinds"/>.</param>
    /// <param name="name">The short name.</param>
    /// <param name="context">What the factory is given.</param>
    /// <returns>The instance; the caller disposes it.</returns>
    public TContract Create<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
    {
        ArgumentNullException.ThrowIfNull(kind);
        return _factories.TryGetValue((kind.Name, name), out var factory)
            ? ((Func<TContext, TContract>)factory)(context)
            : throw new InvalidOperationException(
                $"The plugin registered no {kind.Name} '{name}', but {string.Join(", ", Provided.Select(p => $"{p.Kind} '{p.Name}'"))}. Does Configure call registry.Add with that name?");
    }
}
