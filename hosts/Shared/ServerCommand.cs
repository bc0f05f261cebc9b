using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Logging;
using PluggableMQ.Hosting.Roles;

namespace PluggableMQ.Hosts;

/// <summary>The command line of a server: composes a role, runs it until it is told to stop, and stops it cleanly.</summary>
/// <typeparam name="THost">The role's host.</typeparam>
internal sealed class ServerCommand<THost> where THost : RoleHost
{
    // A store that flushes gigabytes needs time; whoever started the process may kill it earlier.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private readonly CommonOptions _options = new();

    /// <summary>The executable's name.</summary>
    public required string Program { get; init; }

    /// <summary>What it is, for <c>--help</c>.</summary>
    public required string Description { get; init; }

    /// <summary>The role.</summary>
    public required HostRole Role { get; init; }

    /// <summary>The key of the file's own path, see <see cref="SettingLayers"/>.</summary>
    public required string ConfigPathKey { get; init; }

    /// <summary>Whether there is <c>-n</c>.</summary>
    public bool HasNameServers { get; init; }

    /// <summary>Whether there is <c>-m</c>.</summary>
    public bool HasImportantSettings { get; init; }

    /// <summary>Composes the role.</summary>
    public required Func<PluginHost, THost> Create { get; init; }

    /// <summary>Says who listens where, once it does.</summary>
    public required Func<THost, string> Describe { get; init; }

    /// <summary>Ends when the role can no longer do its work.</summary>
    public Func<THost, Task<Exception>>? WatchFailure { get; init; }

    /// <summary>Parses the arguments and runs.</summary>
    public Task<int> InvokeAsync(string[] arguments)
    {
        var root = new RootCommand(Description) { _options.ConfigFile };
        if (HasNameServers) root.Add(_options.NameServers);
        root.Add(_options.Print);
        if (HasImportantSettings) root.Add(_options.PrintImportant);
        root.Add(_options.Manifest);
        root.Add(_options.Set);
        root.Add(_options.Admin);
        root.Add(_options.Level);
        root.SetAction((result, _) => HostErrors.RunAsync(Program, result.GetValue(_options.Level), () => RunAsync(result)));
        // Signals are this command's own affair: it stops in stages, without a time limit of the parser's.
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private async Task<int> RunAsync(ParseResult arguments)
    {
        using var signal = new StopSignal();
        using var loggerFactory = new ConsoleLoggerFactory(Console.Error, arguments.GetValue(_options.Level), TimeProvider.System);
        await using var plugins = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = arguments.GetValue(_options.Manifest),
            Settings = SettingLayers.Read(arguments, _options, ConfigPathKey),
            Role = Role,
            LoggerFactory = loggerFactory,
        });
        await using var host = Create(plugins);
        if (arguments.GetValue(_options.Print) || (HasImportantSettings && arguments.GetValue(_options.PrintImportant)))
        {
            SettingsPrinter.Print(Console.Out, arguments.GetValue(_options.Print) ? host.Settings.All : host.Settings.Important);
            return 0;
        }

        var logger = loggerFactory.CreateLogger(Program);
        try
        {
            await host.StartAsync(() => Announce(host), signal.Requested);
        }
        catch (OperationCanceledException) when (signal.Requested.IsCancellationRequested)
        {
            return 0;
        }

        var failure = await WaitAsync(host, signal.Requested);
        if (failure is not null) ServerLog.Failed(logger, failure);
        ServerLog.Stopping(logger);
        using var grace = CancellationTokenSource.CreateLinkedTokenSource(signal.Urgent);
        grace.CancelAfter(Grace);
        var clean = await host.StopAsync(grace.Token);
        ServerLog.Stopped(logger);
        return clean && failure is null ? 0 : HostErrors.Failed;
    }

    private void Announce(THost host)
    {
        var elapsed = DateTime.Now - Process.GetCurrentProcess().StartTime;
        Console.Out.WriteLine($"{Program} {Describe(host)}, started in {elapsed.TotalMilliseconds:F0} ms");
        Console.Out.Flush();
    }

    private async Task<Exception?> WaitAsync(THost host, CancellationToken requested)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = requested.Register(stop.SetResult);
        if (WatchFailure is null)
        {
            await stop.Task;
            return null;
        }

        var failure = WatchFailure(host);
        return await Task.WhenAny(stop.Task, failure) == failure ? await failure : null;
    }
}
