using System.CommandLine;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Logging;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;

namespace PluggableMQ.Hosts.Cli.Client;

/// <summary>The client side of a verb, put together from plugins as the arguments say, until it is disposed.</summary>
internal sealed class ClientSession : IAsyncDisposable
{
    private readonly ConsoleLoggerFactory _logging;
    private readonly PluginHost _plugins;
    private readonly StopSignal _signal;

    private ClientSession(ConsoleLoggerFactory logging, PluginHost plugins, StopSignal signal, ClientHost client)
    {
        _logging = logging;
        _plugins = plugins;
        _signal = signal;
        Client = client;
    }

    /// <summary>The client side, started.</summary>
    public ClientHost Client { get; }

    /// <summary>Cancelled by SIGTERM and Ctrl-C.</summary>
    public CancellationToken Stop => _signal.Requested;

    /// <summary>Adds the options that <see cref="OpenAsync"/> reads.</summary>
    public static CommonOptions AddOptions(Command command)
    {
        var options = new CommonOptions();
        // A tool speaks when something is wrong.
        options.Level.DefaultValueFactory = _ => LogLevel.Warning;
        foreach (var option in new Option[] { options.NameServers, options.ConfigFile, options.Manifest, options.Set, options.Level }) command.Add(option);
        return options;
    }

    /// <summary>Opens a session.</summary>
    public static async Task<ClientSession> OpenAsync(ParseResult arguments, CommonOptions options)
    {
        var logging = new ConsoleLoggerFactory(Console.Error, arguments.GetValue(options.Level), TimeProvider.System);
        var plugins = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = arguments.GetValue(options.Manifest),
            // A tool that runs beside the producer of the same manifest would take its admin endpoint's address.
            Settings = [new SettingLayer("pmq", [new("adminListen", "")]), .. SettingLayers.Read(arguments, options)],
            Role = HostRole.Client,
            LoggerFactory = logging,
            HotSwap = false,
        });
        var client = plugins.CreateClient();
        var session = new ClientSession(logging, plugins, new StopSignal(), client);
        await client.StartAsync(cancellationToken: session.Stop);
        return session;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _plugins.DisposeAsync();
        _signal.Dispose();
        _logging.Dispose();
    }
}
