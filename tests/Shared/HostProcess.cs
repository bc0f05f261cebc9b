using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PluggableMQ.Tests.Shared;

/// <summary>A host's executable as a real process, with its output.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    // Generous: what it waits for takes seconds, and minutes on a machine that does much else.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<(string Text, TaskCompletionSource Seen)> _waiters = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process) => _process = process;

    /// <summary>The folder that holds PluggableMQ.sln.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>What the process has printed so far, both streams.</summary>
    public string Output => string.Join('\n', _lines);

    public Process Process => _process;

    /// <summary>The path of a host's executable, built in the configuration of this test.</summary>
    public static string PathOf(string project, string executable)
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        return Path.Combine(RepositoryRoot, "hosts", project, "bin", configuration, "net10.0", executable);
    }

    public static HostProcess Start(string path, IEnumerable<string> arguments, string? workingDirectory = null, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments) info.ArgumentList.Add(argument);
        info.Environment.Remove("NAMESRV_ADDR");
        foreach (var (name, value) in environment) info.Environment[name] = value;
        var host = new HostProcess(new Process { StartInfo = info, EnableRaisingEvents = true });
        host._process.OutputDataReceived += (_, e) => host.OnLine(e.Data);
        host._process.ErrorDataReceived += (_, e) => host.OnLine(e.Data);
        host._process.Exited += (_, _) => host._listening.TrySetException(
            new InvalidOperationException($"{path} exited before it listened:\n{host.Output}"));
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>The first <c>ip:port</c> of the line that says where the host listens.</summary>
    public async Task<string> GetAddressAsync() => Address().Match(await _listening.Task.WaitAsync(Patience)).Value;

    /// <summary>Waits until the process has printed a line that holds a text.</summary>
    public async Task WaitForLineAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Enqueue((text, seen));
        if (_lines.Any(line => line.Contains(text, StringComparison.Ordinal))) seen.TrySetResult();
        try
        {
            await seen.Task.WaitAsync(Patience);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"No line with '{text}' in:\n{Output}", e);
        }
    }

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>A signal (SIGTERM unless said otherwise), then the exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        if (!_process.HasExited) Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();
        return await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        foreach (var (text, seen) in _waiters)
        {
            if (line.Contains(text, StringComparison.Ordinal)) seen.TrySetResult();
        }

        if (line.StartsWith("pmq-", StringComparison.Ordinal) && line.Contains(" listens on ", StringComparison.Ordinal)) _listening.TrySetResult(line);
    }

    private static string FindRepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "PluggableMQ.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"PluggableMQ.sln is not above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"\d+\.\d+\.\d+\.\d+:\d+")]
    private static partial Regex Address();
}
