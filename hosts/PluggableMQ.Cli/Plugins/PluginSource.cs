using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Composition;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>Where <c>list</c> and <c>show</c> look: a folder of plugins, or a running host.</summary>
internal sealed class PluginSource
{
    private readonly Argument<string?> _directory = new("DIR") { Description = "A folder of plugins in place of the manifest's.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _manifest = new("--manifest") { Description = "The plugin manifest. Default: the one that is built in.", HelpName = "FILE" };
    private readonly Option<string?> _host = new("--host") { Description = "Ask a running host: the address of its admin endpoint, host:port or unix:/path.sock.", HelpName = "ADDR" };

    /// <summary>Adds the arguments that <see cref="OpenAsync"/> reads.</summary>
    public void AddTo(Command command)
    {
        command.Add(_directory);
        command.Add(_manifest);
        command.Add(_host);
    }

    /// <summary>Opens it.</summary>
    public IPluginReader Open(ParseResult arguments)
    {
        var folder = arguments.GetValue(_directory);
        var manifest = arguments.GetValue(_manifest);
        if (arguments.GetValue(_host) is { } text)
        {
            if (folder is not null || manifest is not null) throw new HostConfigurationException($"--host asks a running host, which has its own folders and manifest; leave out {(folder is not null ? folder : "--manifest")}.");
            return AdminAddress.TryParse(text, out var address, out var complaint) ? new RunningHost(address) : throw new HostConfigurationException($"--host {text} {complaint}");
        }

        return new PluginFolders(PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = manifest,
            PluginDirectories = folder is null ? null : [ExistingFolder(folder)],
            Role = HostRole.NameServer | HostRole.Broker | HostRole.Client,
            LoggerFactory = NullLoggerFactory.Instance,
        }));
    }

    private static string ExistingFolder(string folder)
    {
        var path = Path.GetFullPath(folder);
        return Directory.Exists(path) ? path : throw new HostConfigurationException($"There is no folder {path}.");
    }
}

/// <summary>Reads what is known of plugins.</summary>
internal interface IPluginReader : IAsyncDisposable
{
    /// <summary>What to say about where it looked.</summary>
    IReadOnlyList<string> Places { get; }

    /// <summary>All plugins.</summary>
    Task<IReadOnlyList<PluginSummary>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One plugin.</summary>
    /// <exception cref="HostConfigurationException">There is none with that id.</exception>
    Task<PluginDetails> ShowAsync(string id, CancellationToken cancellationToken);
}

/// <summary>Plugins in folders; runs none of their code.</summary>
internal sealed class PluginFolders(PluginHost host) : IPluginReader
{
    private readonly PluginReports _reports = new(host);

    /// <inheritdoc/>
    public IReadOnlyList<string> Places => [.. host.Catalog.Directories.Select(d => Directory.Exists(d) ? d : $"{d} (does not exist)")];

    /// <inheritdoc/>
    public Task<IReadOnlyList<PluginSummary>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(_reports.ReadAll());

    /// <inheritdoc/>
    public Task<PluginDetails> ShowAsync(string id, CancellationToken cancellationToken)
        => Task.FromResult(_reports.Find(id) ?? throw new HostConfigurationException($"{_reports.ExplainMissing(id)}\nLooked in: {string.Join(", ", Places)}"));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => host.DisposeAsync();
}
