namespace PluggableMQ.Plugins.Tests.Facts;

/// <summary>What a plugin's files are copied for.</summary>
public sealed class TruncationFactTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Truncate_MappedDll_KillsTheProcess()
    {
        // Elsewhere a file that is mapped cannot be truncated in the first place.
        if (!OperatingSystem.IsLinux()) return;

        var (exitCode, output) = await RunAsync("direct");

        Assert.Contains("truncated", output, StringComparison.Ordinal);
        Assert.DoesNotContain("word 2", output, StringComparison.Ordinal);
        // 128 and the signal: SIGBUS is 7.
        Assert.Equal(128 + 7, exitCode);
    }

    [Fact]
    public async Task Truncate_DllOfALoadedPlugin_DoesNothingToTheHost()
    {
        var (exitCode, output) = await RunAsync("catalog");

        Assert.Contains("truncated", output, StringComparison.Ordinal);
        Assert.Contains("word 2", output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string mode)
    {
        _folder.Add("Fixtures.Alpha");
        return await MapperProcess.RunAsync(_folder.Root, mode);
    }
}
