using System.Diagnostics;

namespace PluggableMQ.Plugins.Tests.Facts;

/// <summary>Runs Fixtures.Mapper: what it tries may kill a process, or depends on what a test runner adds to one.</summary>
internal static class MapperProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<(int ExitCode, string Output)> RunAsync(string directory, string mode)
    {
        var name = "Fixtures.Mapper" + (OperatingSystem.IsWindows() ? ".exe" : "");
        var executable = Path.Combine(AppContext.BaseDirectory, "fixtures", "Fixtures.Mapper", name);
        var start = new ProcessStartInfo(executable, [directory, mode]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // It may die, and nobody wants its memory on disk.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await error);
    }
}
