using System.Net.Sockets;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Transport.UnixSocket.Tests;

/// <summary>Which file is bound, when, and for whom.</summary>
public sealed class UnixSocketFileTests : IDisposable
{
    private readonly SocketFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("127.0.0.1:10911", "127.0.0.1_10911.sock")]
    [InlineData("localhost:10911", "127.0.0.1_10911.sock")]
    [InlineData("Broker-A:10911", "broker-a_10911.sock")]
    [InlineData("unix://broker-a:10911", "broker-a_10911.sock")]
    [InlineData("*:10911", "0.0.0.0_10911.sock")]
    [InlineData("[::]:10911", "0.0.0.0_10911.sock")]
    [InlineData("[0:0::1]:10911", "--1_10911.sock")]
    public async Task ListenAsync_HostAndPort_IsAFileOfTheFolder(string address, string file)
    {
        var transport = _folder.Make();
        await using (await transport.ListenAsync(TransportEndpoint.Parse(address), default)) Assert.True(File.Exists(_folder.FileOf(file)));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task ConnectAsync_ListenerOnAllHosts_IsReachedByAnyHost()
    {
        var transport = _folder.Make();
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("0.0.0.0:10911"), default);

        await using var client = await transport.ConnectAsync(TransportEndpoint.Parse("192.0.2.17:10911"), default);
        await using var server = await listener.AcceptAsync(default);

        Assert.Equal(10911, client.RemoteEndPoint.Port);
        Assert.Equal(client.RemoteEndPoint, server!.LocalEndPoint);
    }

    [Fact]
    public async Task ConnectAsync_HostHasItsOwnFile_IsPreferred()
    {
        var transport = _folder.Make();
        await using var all = await transport.ListenAsync(TransportEndpoint.Parse("0.0.0.0:10911"), default);
        await using var own = await transport.ListenAsync(TransportEndpoint.Parse("broker-a:10911"), default);

        await using var client = await transport.ConnectAsync(TransportEndpoint.Parse("broker-a:10911"), default);

        await using var server = await own.AcceptAsync(default);
        Assert.NotNull(server);
    }

    [Fact]
    public async Task ListenAsync_Path_IsThatFile()
    {
        var transport = _folder.Make();
        var endpoint = TransportEndpoint.Parse($"unix://{_folder.FileOf("broker.sock")}");
        await using var listener = await transport.ListenAsync(endpoint, default);

        await using var client = await _folder.Make(("directory", "/nowhere")).ConnectAsync(endpoint, default);
        await using var server = await listener.AcceptAsync(default);

        Assert.Equal(endpoint, listener.Endpoint);
        Assert.NotEqual(0, client.RemoteEndPoint.Port);
        Assert.Equal(client.RemoteEndPoint, server!.LocalEndPoint);
    }

    [Fact]
    public async Task DisposeListener_AnotherOneListensAtThePathByNow_LeavesItsFile()
    {
        var transport = _folder.Make();
        var path = _folder.FileOf("broker.sock");
        var endpoint = TransportEndpoint.Parse($"unix://{path}");
        var first = await transport.ListenAsync(endpoint, default);
        // As a clean-up of the folder does, when the clock of the file system has moved on.
        await Task.Delay(50);
        foreach (var file in Directory.GetFiles(_folder.Root)) File.Delete(file);
        await using var second = await transport.ListenAsync(endpoint, default);

        await first.DisposeAsync();

        Assert.True(File.Exists(path));
        await using var client = await transport.ConnectAsync(endpoint, default);
        await using var server = await second.AcceptAsync(default);
        Assert.NotNull(server);
    }

    [Fact]
    public async Task ListenAsync_FileOfAProcessThatIsGone_IsReplaced()
    {
        var path = _folder.FileOf("127.0.0.1_10911.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // A second name for it stays behind when the socket takes its first away.
            dead.Bind(new UnixDomainSocketEndPoint(path + ".first"));
            dead.Listen();
            File.Move(path + ".first", path);
        }

        Assert.True(File.Exists(path));
        var transport = _folder.Make();
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:10911"), default);

        await using var client = await transport.ConnectAsync(listener.Endpoint, default);
        await using var server = await listener.AcceptAsync(default);
        Assert.NotNull(server);
    }

    [Fact]
    public async Task ListenAsync_ForeignProcessListens_SaysSoAndLeavesItAlone()
    {
        var path = _folder.FileOf("127.0.0.1_10911.sock");
        using var foreign = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        foreign.Bind(new UnixDomainSocketEndPoint(path));
        foreign.Listen();

        var failure = await ListenFailureAsync(_folder.Make(), "127.0.0.1:10911");

        Assert.Contains($"{path} is in use, another process listens there", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
    }

    [Fact]
    public async Task ListenAsync_ManyAtOnce_OneWins()
    {
        var attempts = Enumerable.Range(0, 8).Select(_ => _folder.Make()).Select(transport => Task.Run(async () =>
        {
            try
            {
                return await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:10911"), default);
            }
            catch (TransportException e) when (e.Message.Contains("in use", StringComparison.Ordinal))
            {
                return null;
            }
        })).ToList();

        await using var winner = Assert.Single(await Task.WhenAll(attempts), static listener => listener is not null);
        await using var client = await _folder.Make().ConnectAsync(winner!.Endpoint, default);
    }

    [Fact]
    public async Task ListenAsync_OrdinaryFile_IsNotRemoved()
    {
        var path = _folder.FileOf("notes.txt");
        await File.WriteAllTextAsync(path, "dear diary");

        var failure = await ListenFailureAsync(_folder.Make(), $"unix://{path}");

        Assert.Contains("no socket", failure.Message, StringComparison.Ordinal);
        Assert.Equal("dear diary", await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("unix:///nowhere/at/all.sock", "there is no folder /nowhere/at")]
    [InlineData("unix:///tmp", "/tmp is a folder")]
    [InlineData("unix://host:1/and/path", "a host and a path")]
    public async Task ListenAsync_BadEndpoint_SaysWhatIsWrong(string address, string expected)
        => Assert.Contains(expected, (await ListenFailureAsync(_folder.Make(), address)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task ListenAsync_HostIsAPath_SaysWhereItGoes()
    {
        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await _folder.Make().ListenAsync(new TransportEndpoint(null, "/run/x.sock", 1), default));

        Assert.Contains("'directory'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenAsync_PathTooLong_SaysHowLongItMayBe()
    {
        var failure = await ListenFailureAsync(_folder.Make(), "unix:///tmp/" + new string('x', 120));

        Assert.Contains("has 125 bytes; the system takes 10", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListenAsync_LongestPath_Works()
    {
        if (!OperatingSystem.IsLinux()) return;
        var path = _folder.FileOf("").PadRight(107, 'x');
        var transport = _folder.Make();
        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("unix://" + path), default);

        await using var client = await transport.ConnectAsync(listener.Endpoint, default);
        await using var server = await listener.AcceptAsync(default);

        Assert.Equal(client.LocalEndPoint, server!.RemoteEndPoint);
    }

    [Theory]
    [InlineData("600", UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData("0660", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public async Task ListenAsync_Mode_IsTheFiles(string mode, UnixFileMode expected)
    {
        if (OperatingSystem.IsWindows()) return;
        await using var listener = await _folder.Make(("mode", mode)).ListenAsync(TransportEndpoint.Parse("127.0.0.1:10911"), default);

        Assert.Equal(expected, File.GetUnixFileMode(_folder.FileOf("127.0.0.1_10911.sock")));
    }

    [Fact]
    public async Task ListenAsync_FolderMissing_IsMadeForItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        var directory = _folder.FileOf("a/b");
        var transport = _folder.Make(("directory", directory));

        await using var listener = await transport.ListenAsync(TransportEndpoint.Parse("127.0.0.1:10911"), default);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
    }

    [Fact]
    public async Task ConnectAsync_NoFile_NamesTheFilesAndTheOption()
    {
        var failure = await Assert.ThrowsAsync<TransportException>(
            async () => await _folder.Make().ConnectAsync(TransportEndpoint.Parse("broker-a:10911"), default));

        Assert.Contains(_folder.FileOf("broker-a_10911.sock"), failure.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.FileOf("0.0.0.0_10911.sock"), failure.Message, StringComparison.Ordinal);
        Assert.Contains("'directory'", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<TransportException> ListenFailureAsync(ITransport transport, string address)
        => await Assert.ThrowsAsync<TransportException>(async () => await transport.ListenAsync(TransportEndpoint.Parse(address), default));
}
