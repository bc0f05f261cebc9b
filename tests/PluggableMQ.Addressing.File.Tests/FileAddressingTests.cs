using Microsoft.Extensions.Logging;

namespace PluggableMQ.Addressing.File.Tests;

public sealed class FileAddressingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AddressFile _file = new();
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly FileAddressing _addressing;

    public FileAddressingTests()
    {
        _loggers = _log.CreateFactory();
        _addressing = new FileAddressing(new FileAddressingOptions { Path = _file.Path }, TimeProvider.System, _loggers);
    }

    public void Dispose()
    {
        _addressing.Dispose();
        _loggers.Dispose();
        _log.Dispose();
        _file.Dispose();
    }

    private ValueTask<IReadOnlyList<string>> FetchAsync() => _addressing.FetchNameServersAsync(CancellationToken.None);

    private async Task ChangedAsync() => await _addressing.WaitForChangeAsync(CancellationToken.None).AsTask().WaitAsync(Patience);

    [Fact]
    public async Task Fetch_LinesSemicolonsAndComments_GivesTheAddressesOnce()
    {
        _file.Write("\uFEFF# NameServers\r\n 10.0.0.1:9876 ; [::1]:9876\r\n\r\nunix:///run/mq.sock # local\n10.0.0.1:9876\n");

        Assert.Equal(["10.0.0.1:9876", "[::1]:9876", "unix:///run/mq.sock"], await FetchAsync());
    }

    [Fact]
    public async Task Fetch_ChangedFile_GivesTheNewAddresses()
    {
        _file.Write("a:1");
        Assert.Equal(["a:1"], await FetchAsync());

        _file.Replace("b:1");

        Assert.Equal(["b:1"], await FetchAsync());
    }

    [Theory]
    [InlineData("", "names no NameServer")]
    [InlineData("# nobody", "names no NameServer")]
    [InlineData("a:1\n10.0.0.2", "line 2: '10.0.0.2' is not an address")]
    public async Task Fetch_UnusableFromTheStart_SaysWhatToWrite(string text, string expected)
    {
        _file.Write(text);

        var exception = await Assert.ThrowsAsync<IOException>(async () => await FetchAsync());
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains(_file.Path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_NoFile_NamesTheOption()
    {
        var exception = await Assert.ThrowsAsync<IOException>(async () => await FetchAsync());

        Assert.Contains("is not there", exception.Message, StringComparison.Ordinal);
        Assert.Contains("option 'path'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:1\n10.0.0.")]
    [InlineData(null)]
    public async Task Fetch_UnusableLater_KeepsTheLastGoodListAndSaysSoOnce(string? text)
    {
        _file.Write("a:1");
        await FetchAsync();

        if (text is null) _file.Delete();
        else _file.Write(text);
        for (var i = 0; i < 3; i++) Assert.Equal(["a:1"], await FetchAsync());
        Assert.Contains("stay in force", Assert.Single(_log.Warnings), StringComparison.Ordinal);

        _file.Write("b:1");
        Assert.Equal(["b:1"], await FetchAsync());
    }

    [Fact]
    public async Task Fetch_VeryLongFile_IsRefused()
    {
        _file.Write(new string('#', 70_000));

        Assert.Contains("longer than 65536 bytes", (await Assert.ThrowsAsync<IOException>(async () => await FetchAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForChange_AtomicReplace_Ends()
    {
        _file.Write("a:1");
        await FetchAsync();

        _file.Replace("b:1");

        await ChangedAsync();
        Assert.Equal(["b:1"], await FetchAsync());
    }

    [Fact]
    public async Task WaitForChange_WrittenInPlace_Ends()
    {
        _file.Write("a:1");
        await FetchAsync();
        var waiting = ChangedAsync();

        _file.Write("b:1");

        await waiting;
    }

    [Fact]
    public async Task WaitForChange_FileAppears_Ends()
    {
        await Assert.ThrowsAsync<IOException>(async () => await FetchAsync());

        _file.Write("a:1");

        await ChangedAsync();
        Assert.Equal(["a:1"], await FetchAsync());
    }

    [Fact]
    public async Task WaitForChange_LinkThatKubernetesReplaces_Ends()
    {
        var first = Directory.CreateDirectory(Path.Combine(_file.Folder, "..1")).FullName;
        var second = Directory.CreateDirectory(Path.Combine(_file.Folder, "..2")).FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(first, "nameservers.txt"), "a:1");
        await System.IO.File.WriteAllTextAsync(Path.Combine(second, "nameservers.txt"), "b:1");
        Directory.CreateSymbolicLink(Path.Combine(_file.Folder, "..data"), "..1");
        System.IO.File.CreateSymbolicLink(_file.Path, Path.Combine("..data", "nameservers.txt"));
        Assert.Equal(["a:1"], await FetchAsync());

        Directory.CreateSymbolicLink(Path.Combine(_file.Folder, "..data_tmp"), "..2");
        Directory.Delete(Path.Combine(_file.Folder, "..data"));
        Directory.Move(Path.Combine(_file.Folder, "..data_tmp"), Path.Combine(_file.Folder, "..data"));

        await ChangedAsync();
        Assert.Equal(["b:1"], await FetchAsync());
    }

    [Theory]
    [InlineData("link")]
    [InlineData("folder")]
    public async Task WaitForChange_FolderIsReplaced_EndsAndTheNewFolderIsWatched(string kind)
    {
        var current = Path.Combine(_file.Folder, "current");
        var old = MakeRelease("release1", "a:1");
        // Of another length: both may have been written at the same tick of the file system's clock.
        var next = MakeRelease("release2", "other:1");
        if (kind == "link") Directory.CreateSymbolicLink(current, "release1");
        else Directory.Move(old, current);
        using var addressing = new FileAddressing(new FileAddressingOptions { Path = Path.Combine(current, "ns.txt") }, TimeProvider.System, _loggers);
        Assert.Equal(["a:1"], await addressing.FetchNameServersAsync(CancellationToken.None));

        if (kind == "link")
        {
            Directory.Delete(current);
            Directory.CreateSymbolicLink(current, "release2");
        }
        else
        {
            Directory.Move(current, current + ".old");
            Directory.Move(next, current);
        }

        await FetchUntilAsync("other:1");
        await System.IO.File.WriteAllTextAsync(Path.Combine(current, "ns.txt"), "c:1");
        await FetchUntilAsync("c:1");

        async Task FetchUntilAsync(string expected)
        {
            do await addressing.WaitForChangeAsync(CancellationToken.None).AsTask().WaitAsync(Patience);
            while (!(await addressing.FetchNameServersAsync(CancellationToken.None)).SequenceEqual([expected]));
        }

        string MakeRelease(string name, string text)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_file.Folder, name)).FullName;
            System.IO.File.WriteAllText(Path.Combine(folder, "ns.txt"), text);
            return folder;
        }
    }

    [Fact]
    public async Task Fetch_PathIsAFolder_SaysSo()
    {
        using var addressing = new FileAddressing(new FileAddressingOptions { Path = _file.Folder }, TimeProvider.System, _loggers);

        var exception = await Assert.ThrowsAsync<IOException>(async () => await addressing.FetchNameServersAsync(CancellationToken.None));
        Assert.Contains($"{_file.Folder} is a folder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForChange_OtherFile_GoesOnWaiting()
    {
        _file.Write("a:1");
        await FetchAsync();

        await System.IO.File.WriteAllTextAsync(Path.Combine(_file.Folder, "other.txt"), "x");
        var waiting = ChangedAsync();
        Assert.False(waiting.IsCompleted);
        _file.Replace("b:1");

        await waiting;
    }

    [Fact]
    public async Task WaitForChange_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _addressing.WaitForChangeAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Fetch_FolderThatIsNotThere_SaysSoOnceAndWatchesWhenItCame()
    {
        var folder = Path.Combine(_file.Folder, "later");
        using var addressing = new FileAddressing(new FileAddressingOptions { Path = Path.Combine(folder, "ns.txt") }, TimeProvider.System, _loggers);
        for (var i = 0; i < 2; i++) await Assert.ThrowsAsync<IOException>(async () => await addressing.FetchNameServersAsync(CancellationToken.None));
        Assert.Contains("cannot be watched", Assert.Single(_log.Warnings), StringComparison.Ordinal);

        Directory.CreateDirectory(folder);
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "ns.txt"), "a:1");
        Assert.Equal(["a:1"], await addressing.FetchNameServersAsync(CancellationToken.None));
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "ns.txt"), "b:1");

        await addressing.WaitForChangeAsync(CancellationToken.None).AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task Path_Relative_StartsAtTheWorkingDirectory()
    {
        using var addressing = new FileAddressing(new FileAddressingOptions { Path = "no-such-file.txt" }, TimeProvider.System, _loggers);

        var exception = await Assert.ThrowsAsync<IOException>(async () => await addressing.FetchNameServersAsync(CancellationToken.None));
        Assert.Contains(Path.Combine(Environment.CurrentDirectory, "no-such-file.txt"), exception.Message, StringComparison.Ordinal);
    }
}
