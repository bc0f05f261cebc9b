using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosting.Library;

/// <summary>The client side as an application's container holds it: the plugins and the role, disposed together.</summary>
internal sealed class ClientLibrary : IAsyncDisposable
{
    private readonly PluginHost _plugins;

    public ClientLibrary(PluggableMQClientOptions options, ILoggerFactory? loggerFactory, TimeProvider? clock)
    {
        _plugins = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = options.ManifestFile,
            Settings = [new SettingLayer("application", [.. options.Settings])],
            PluginDirectories = options.PluginDirectories,
            CompiledIn = [.. options.Plugins],
            Role = HostRole.Client,
            LoggerFactory = loggerFactory ?? NullLoggerFactory.Instance,
            Clock = clock ?? TimeProvider.System,
        });
        try
        {
            Host = _plugins.CreateClient();
        }
        catch
        {
            // Nobody else knows of them.
            Task.Run(async () => await _plugins.DisposeAsync()).GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>The role.</summary>
    public ClientHost Host { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _plugins.DisposeAsync();
    }
}
