using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Tests.Shared;

/// <summary>Configures a plugin as a host would, and keeps the factories that it registered.</summary>
internal sealed class PluginHarness : IPluginRegistry, IPluginContext
{
    private readonly Dictionary<(string Kind, string Name), Delegate> _factories = [];

    public PluginHarness(IPlugin plugin, params (string Key, string Value)[] options)
    {
        Options = new ConfigurationBuilder().AddInMemoryCollection(options.Select(option => KeyValuePair.Create(option.Key, (string?)option.Value))).Build();
        plugin.Configure(this, this);
    }

    public string PluginId => "test";

    public string Directory => AppContext.BaseDirectory;

    public IConfiguration Options { get; }

    public HostRole Role => HostRole.Client;

    public Version HostVersion { get; } = new(1, 0);

    public TimeProvider Clock => TimeProvider.System;

    public ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public CancellationToken Stopping => CancellationToken.None;

    /// <summary>What the plugin registered.</summary>
    public IEnumerable<(string Kind, string Name)> Provided => _factories.Keys;

    public void Add<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, Func<TContext, TContract> factory)
        where TContract : class
        where TContext : class
        => _factories.Add((kind.Name, name), factory);

    /// <summary>Makes an instance of what was registered.</summary>
    public TContract Create<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, TContext context)
        where TContract : class
        where TContext : class
        => ((Func<TContext, TContract>)_factories[(kind.Name, name)])(context);
}
