using System.Buffers;
using System.Text;
using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.NameServer.Tests;

public sealed class KvConfigTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pmq-kv-").FullName;

    private string FilePath => Path.Combine(_directory, "kv", "kvConfig.json");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Task<RemotingCommand> PutAsync(TestPeer peer, string @namespace, string key, string value)
        => peer.InvokeAsync(RequestCode.PutKvConfig, default, ("namespace", @namespace), ("key", key), ("value", value));

    private static Task<RemotingCommand> GetAsync(TestPeer peer, string @namespace, string key)
        => peer.InvokeAsync(RequestCode.GetKvConfig, default, ("namespace", @namespace), ("key", key));

    [Fact]
    public async Task PutGetDelete_RoundTrip_AnswersInJavasWords()
    {
        await using var server = await TestNameServer.StartAsync();
        var peer = server.Connect();
        Assert.Equal(ResponseCode.Success, (await PutAsync(peer, "NS", "k", "v 1")).Code);
        Assert.Equal("v 1", (await GetAsync(peer, "NS", "k")).Fields.GetString("value"u8));

        var list = await peer.InvokeAsync(RequestCode.GetKvListByNamespace, default, ("namespace", "NS"));
        Assert.Equal("""{"table":{"k":"v 1"}}""", Encoding.UTF8.GetString(list.Body.ToArray()));

        Assert.Equal(ResponseCode.Success, (await peer.InvokeAsync(RequestCode.DeleteKvConfig, default, ("namespace", "NS"), ("key", "k"))).Code);
        var missing = await GetAsync(peer, "NS", "k");
        Assert.Equal((ResponseCode.QueryNotFound, "No config item, Namespace: NS Key: k"), (missing.Code, missing.Remark));
        var missingList = await peer.InvokeAsync(RequestCode.GetKvListByNamespace, default, ("namespace", "Other"));
        Assert.Equal((ResponseCode.QueryNotFound, "No config item, Namespace: Other"), (missingList.Code, missingList.Remark));
    }

    [Fact]
    public async Task Put_WithoutKey_IsRefused()
    {
        await using var server = await TestNameServer.StartAsync();

        var response = await server.Connect().InvokeAsync(RequestCode.PutKvConfig, default, ("namespace", "NS"));

        Assert.Equal((ResponseCode.SystemError, "namespace or key is null"), (response.Code, response.Remark));
    }

    [Fact]
    public async Task Delete_WhatIsNotThere_IsSuccess()
    {
        await using var server = await TestNameServer.StartAsync();

        Assert.Equal(ResponseCode.Success, (await server.Connect().InvokeAsync(RequestCode.DeleteKvConfig, default, ("namespace", "NS"), ("key", "k"))).Code);
    }

    [Fact]
    public async Task Put_AfterARestart_IsStillThere()
    {
        await using (var server = await TestNameServer.StartAsync(directory: _directory)) await PutAsync(server.Connect(), "NS", "ключ", "值");
        Assert.Equal("""{"configTable":{"NS":{"ключ":"值"}}}""", await File.ReadAllTextAsync(FilePath));
        Assert.False(File.Exists(FilePath + ".tmp"));

        await using var restarted = await TestNameServer.StartAsync(directory: _directory);

        Assert.Equal("值", (await GetAsync(restarted.Connect(), "NS", "ключ")).Fields.GetString("value"u8));
    }

    [Fact]
    public async Task Put_ManyAtOnce_AreAllInTheFile()
    {
        await using (var server = await TestNameServer.StartAsync(directory: _directory))
        {
            var peers = Enumerable.Range(0, 4).Select(_ => server.Connect()).ToList();
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => PutAsync(peers[i % 4], "NS", "k" + i, "v")));
        }

        await using var restarted = await TestNameServer.StartAsync(directory: _directory);
        var peer = restarted.Connect();

        foreach (var i in Enumerable.Range(0, 40)) Assert.Equal("v", (await GetAsync(peer, "NS", "k" + i)).Fields.GetString("value"u8));
    }

    [Fact]
    public async Task Put_FileCannotBeWritten_SaysSoAndChangesNothing()
    {
        await using var server = await TestNameServer.StartAsync(directory: _directory);
        var peer = server.Connect();
        await PutAsync(peer, "NS", "k", "old");
        File.Delete(FilePath);
        Directory.CreateDirectory(FilePath);

        var response = await PutAsync(peer, "NS", "k", "new");

        Assert.Equal(ResponseCode.SystemError, response.Code);
        Assert.Contains("kvConfigPath", response.Remark, StringComparison.Ordinal);
        Assert.Equal("old", (await GetAsync(peer, "NS", "k")).Fields.GetString("value"u8));
    }

    [Fact]
    public async Task Start_FileIsNoKvConfig_FailsAndNamesIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        await File.WriteAllTextAsync(FilePath, "{\"configTable\":");

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => TestNameServer.StartAsync(directory: _directory));

        Assert.Contains(FilePath, exception.Message, StringComparison.Ordinal);
        Assert.Equal("{\"configTable\":", await File.ReadAllTextAsync(FilePath));
    }
}
