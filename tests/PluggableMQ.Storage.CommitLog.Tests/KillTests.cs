using System.Diagnostics;
using System.Globalization;
using System.Text;
using PluggableMQ.Protocol;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>A real process, killed in the middle of its appends.</summary>
public sealed class KillTests
{
    private const int Rounds = 3;
    private const int Writers = 4;

    private static readonly CommitLogOptions Options = new()
    {
        MappedFileSizeCommitLog = 262_144,
        MappedFileSizeConsumeQueue = 4000,
        MaxHashSlotNum = 1000,
        MaxIndexNum = 2000,
        DiskSpaceWarningLevelRatio = 100,
        DiskSpaceCleanForciblyRatio = 100,
    };

    [Theory]
    [InlineData("ASYNC_FLUSH", 5000)]
    [InlineData("SYNC_FLUSH", 300)]
    public async Task Kill_InTheMiddleOfAppends_EveryAcknowledgedMessageIsThereInOrderOnce(string flush, int acknowledgements)
    {
        await using var directory = new StoreDirectory { Options = Options };
        var acknowledged = new List<Acknowledgement>();
        for (var round = 0; round < Rounds; round++)
        {
            // Each round opens what the last kill left, with the writer's own recovery.
            acknowledged.AddRange(await WriteAndKillAsync(directory.Root, flush, "r" + round, acknowledgements + (round * 37)));
        }

        var store = await directory.OpenAsync();

        Assert.All(acknowledged, ack => Check(store, ack));
        for (var queue = 0; queue < 3; queue++)
        {
            var bodies = store.ReadAll("CrashTopic", queue);
            Assert.Equal(bodies.Count, store.Reader.GetMaxOffset("CrashTopic", queue));
            Assert.Equal(bodies.Distinct(), bodies);
            // Of each writer: all its numbers from zero to the last one, in order. The last may have been stored and not acknowledged.
            foreach (var group in bodies.Select(body => body.Split(':')).GroupBy(parts => (Mark: parts[0], Writer: parts[1])))
            {
                var numbers = group.Select(parts => int.Parse(parts[2], CultureInfo.InvariantCulture)).ToList();
                var last = acknowledged.Where(ack => ack.Mark == group.Key.Mark && $"{ack.Writer}" == group.Key.Writer).Max(ack => (int?)ack.Number) ?? -1;
                Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
                Assert.InRange(numbers.Count, last + 1, last + 2);
            }
        }

        store.WaitUntilIndexed();
        foreach (var ack in acknowledged.Where((_, i) => i % 50 == 0)) Assert.Equal([ack.PhysicalOffset], store.Query("CrashTopic", $"{ack.Mark}-{ack.Writer}-{ack.Number}"));
    }

    [Fact]
    public async Task Open_WhileAnotherProcessHasTheStore_IsRefused()
    {
        await using var directory = new StoreDirectory { Options = Options };
        var store = await directory.OpenAsync();

        using var second = Start(directory.Root, "ASYNC_FLUSH", "second");
        var said = await second.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await second.WaitForExitAsync();

        Assert.Equal(3, second.ExitCode);
        Assert.Contains("in use by another broker", said, StringComparison.Ordinal);
        Assert.Equal(0, store.Put("Topic", 0, "still works").QueueOffset);
    }

    private static void Check(CommitLogStore store, Acknowledgement ack)
    {
        var message = store.DecodeAt(ack.PhysicalOffset);
        Assert.NotNull(message);
        Assert.Equal(("CrashTopic", ack.Writer % 3, ack.QueueOffset), (message.Topic, message.QueueId, message.QueueOffset));
        Assert.StartsWith($"{ack.Mark}:{ack.Writer}:{ack.Number}:", Encoding.UTF8.GetString(message.Body.Span), StringComparison.Ordinal);
        Assert.Equal(Crc32.ComputeMasked(message.Body.Span), message.BodyCrc);
        using var read = store.Read(message.Topic, message.QueueId, ack.QueueOffset, maxCount: 1);
        Assert.Equal(ack.PhysicalOffset, read.Entries[0].PhysicalOffset);
    }

    private static async Task<List<Acknowledgement>> WriteAndKillAsync(string root, string flush, string mark, int count)
    {
        using var writer = Start(root, flush, mark);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var acknowledged = new List<Acknowledgement>();
        Assert.Equal("open", await writer.StandardOutput.ReadLineAsync(limit.Token));
        while (await writer.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (TryParse(line, mark) is { } acknowledgement) acknowledged.Add(acknowledgement);
            // SIGKILL. What it had printed until then is still read: that was acknowledged too.
            if (acknowledged.Count == count) writer.Kill();
        }

        await writer.WaitForExitAsync(limit.Token);
        Assert.True(acknowledged.Count >= count, await writer.StandardError.ReadToEndAsync(limit.Token));
        Assert.True(File.Exists(Path.Combine(root, "abort")));
        return acknowledged;
    }

    /// <summary>An acknowledgement, or null for the last line, which may be cut off.</summary>
    private static Acknowledgement? TryParse(string line, string mark)
    {
        var parts = line.Split(' ');
        if (parts.Length != 4 || parts[3].Length == 0) return null;
        var numbers = parts.Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new Acknowledgement(mark, (int)numbers[0], (int)numbers[1], numbers[2], numbers[3]);
    }

    private static Process Start(string root, string flush, string mark)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var path = Path.Combine(AppContext.BaseDirectory, "PluggableMQ.Storage.CrashWriter.dll");
        return Process.Start(new ProcessStartInfo(dotnet, [path, root, flush, $"{Writers}", mark]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private sealed record Acknowledgement(string Mark, int Writer, int Number, long QueueOffset, long PhysicalOffset);
}
