using Autofac;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.HotSwap;
using PluggableMQ.Hosting.Lifecycle;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Roles;

/// <summary>One role of a process: its settings, its container scope, and its start and stop by stages. Used once.</summary>
public abstract class RoleHost : IAsyncDisposable
{
    private readonly ILifetimeScope _scope;
    private readonly PluginHost _host;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<ILifecycleParticipant> _participants;
    private readonly AdminParticipant _admin;
    private LifecycleRunner? _runner;
    private int _disposed;

    private protected RoleHost(HostRole role, ILifetimeScope scope, RoleSettings settings, IReadOnlyList<ILifecycleParticipant> participants)
    {
        _scope = scope;
        _host = scope.Resolve<PluginHost>();
        _logger = scope.Resolve<ILoggerFactory>().CreateLogger("PluggableMQ.Hosting");
        _participants = participants;
        Role = role;
        // Made for its own sake; the scope disposes it.
        scope.Resolve<PluginMetrics>();
        Settings = settings;
        _admin = new AdminParticipant(scope.Resolve<AdminService>(), this, settings.Admin.Read(out _));
    }

    /// <summary>The role.</summary>
    public HostRole Role { get; }

    /// <summary>Where the role's admin endpoint listens, with the real port; null without one (setting <c>adminListen</c>), and while it does not listen.</summary>
    public AdminAddress? AdminAddress => _admin.Listening;

    /// <summary>The settings in force.</summary>
    public RoleSettings Settings { get; }

    /// <summary>Starts, stage by stage. When a stage fails, what had started is stopped again.</summary>
    /// <param name="onListening">Called once the role listens, which may be well before all is up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>A task that ends when the role is up.</returns>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="PluginException">What a plugin made did not start; the message names the plugin.</exception>
    public async ValueTask StartAsync(Action? onListening = null, CancellationToken cancellationToken = default)
    {
        if (_runner is not null) throw new InvalidOperationException("A host is started once; compose a new one to start again.");
        foreach (var (selection, plugin) in Settings.Selections) _logger.PluginInUse($"{selection.Kind} {selection.Name}", plugin.ToString(), plugin.Directory);
        _runner = new LifecycleRunner([.. _participants, .. _scope.Resolve<RolePlugins>().TakeParticipants(), new ListeningAnnouncement(onListening), _admin], _logger);
        try
        {
            await _runner.StartAsync(cancellationToken);
        }
        catch (PluginException e) when (e is { Phase: PluginPhase.Start, PluginId: { } id } && _host.Admin.Roles.Count == 0)
        {
            // While another role runs with it, it stands as that one sees it.
            _host.Catalog.Find(id)?.SetStatus(PluginStatus.Failed, e.Detail ?? e.Message, PluginPhase.Start);
            throw;
        }

        _host.Watch();
    }

    /// <summary>How the plugins in use are: hooks, strategies, trace dispatchers. From any thread, while the role is not disposed.</summary>
    /// <returns>One item for each extension that is watched over.</returns>
    public IReadOnlyList<PluginHealth> CollectPluginHealth() => [.. _scope.Resolve<IEnumerable<IPluginHealthSource>>().SelectMany(s => s.Collect())];

    /// <summary>Why the role can no longer do its work, for <c>/health</c>; null while it can.</summary>
    internal virtual string? Fault => null;

    /// <summary>Stops what was started, in reverse order. A failure is logged and the stop goes on.</summary>
    /// <param name="cancellationToken">Ends the grace time.</param>
    /// <returns>Whether all stopped without failure.</returns>
    public ValueTask<bool> StopAsync(CancellationToken cancellationToken = default) => _runner?.StopAsync(cancellationToken) ?? ValueTask.FromResult(true);

    /// <summary>Stops, and releases what plugins made. A second call does nothing.</summary>
    /// <returns>A task that ends when all is released.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await StopAsync();
        await ReleaseAsync(_scope);
        GC.SuppressFinalize(this);
    }

    /// <summary>Resolves a role's parts; when that fails, the scope is released and the container's wrapping taken off the cause.</summary>
    private protected static THost Compose<THost>(ILifetimeScope scope, RoleSettings settings, Func<THost> resolve)
    {
        try
        {
            return resolve();
        }
        catch (Exception e)
        {
            ReleaseAsync(scope).GetAwaiter().GetResult();
            CompositionFailure.Unwrap(e, settings).Throw();
            throw;
        }
    }

    private static async Task ReleaseAsync(ILifetimeScope scope)
    {
        var plugins = scope.Resolve<RolePlugins>();
        await scope.Resolve<PluginHost>().EndRoleAsync(plugins);
        try
        {
            await scope.DisposeAsync();
        }
        finally
        {
            await plugins.DisposeAsync();
        }
    }
}
