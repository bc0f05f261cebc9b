using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Testing;

/// <summary>Configures a plugin as a host would, without a host, and keeps the factories that it registered.</summary>
/// <remarks>The options are handed over as they are given: nothing checks them against a schema, so that a test sees the plugin's own checks.</remarks>
public sealed class PluginHarness : IPluginRegistry, IPluginContext
{
    private readonly Dictionary<(string Kind, string Name), Delegate> _factories = [];

    /// <summary>Configures a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="options">Its options as text, by key; <c>a:0</c> for the first item of a list.</param>
    /// <exception cref="PluginConfigurationException">The plugin finds its options wrong.</exception>
    public PluginHarness(IPlugin plugin, params (string Key, string Value)[] options)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        Options = new ConfigurationBuilder().AddInMemoryCollection(options.Select(option => KeyValuePair.Create(option.Key, (string?)option.Value))).Build();
        plugin.Configure(this, this);
    }

    /// <inheritdoc/>
    public string PluginId => "test";

    /// <inheritdoc/>
    public string Directory => AppContext.BaseDirectory;

    /// <inheritdoc/>
    public IConfiguration Options { get; }

    /// <inheritdoc/>
    public HostRole Role => HostRole.Client;

    /// <inheritdoc/>
    public Version HostVersion { get; } = new(1, 0);

    /// <inheritdoc/>
    public TimeProvider Clock => TimeProvider.System;

    /// <inheritdoc/>
    public ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    /// <inheritdoc/>
    public CancellationToken Stopping => CancellationToken.None;

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
