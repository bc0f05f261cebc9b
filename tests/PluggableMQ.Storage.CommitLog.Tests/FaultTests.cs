using Microsoft.Win32.SafeHandles;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog.Files;
using PluggableMQ.Storage.CommitLog.Maintenance;
using PluggableMQ.Storage.CommitLog.Tests.Support;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>Full disks, stalls, and two brokers in one directory.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("commitlog")]
    [InlineData("consumequeue")]
    public async Task Append_DiskFull_IsRefusedAndNothingIsLost(string part)
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small() };
        var full = false;
        directory.Allocate = (file, offset, length) => !(full && NameOf(file).Contains(part, StringComparison.Ordinal)) && FileSpace.TryAllocate(file, offset, length);
        var store = await directory.OpenAsync();
        store.Put("Topic", 0, "0");
        full = true;

        var stored = 1;
        AppendResult result;
        while ((result = await store.Appender.AppendAsync(TestMessage.Make("Topic", 0, $"{stored}"))).Status == AppendStatus.Ok) stored++;

        Assert.Equal(AppendResult.Failed(AppendStatus.ServiceNotAvailable), result);
        Assert.False(store.Health.IsWritable);
        Assert.Contains("full", store.Health.NotWritableReason!, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, stored).Select(i => $"{i}"), store.ReadAll("Topic", 0));
        await using (var crashed = directory.Crash()) Assert.Equal(stored, (await crashed.OpenAsync()).Reader.GetMaxOffset("Topic", 0));
        full = false;
        store.Cleaner.Run();
        Assert.True(store.Health.IsWritable);
        Assert.Equal(stored, store.Put("Topic", 0, "again").QueueOffset);
        Assert.Equal(stored + 1, store.ReadAll("Topic", 0).Count);
    }

    [Fact]
    public async Task Append_NextFileCannotBeMade_IsRefusedAndGoesOnLater()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small() };
        var store = await directory.OpenAsync();
        // A directory that has the name of the next file.
        var obstacle = Path.Combine(directory.Root, "commitlog", "00000000000000065536");
        Directory.CreateDirectory(obstacle);
        Directory.CreateDirectory(obstacle + ".tmp");

        var stored = 0;
        AppendResult result;
        while ((result = await store.Appender.AppendAsync(TestMessage.Make("Topic", 0, new byte[1000]))).Status == AppendStatus.Ok) stored++;

        Assert.Equal(AppendStatus.CreateFileFailed, result.Status);
        Directory.Delete(obstacle + ".tmp");
        Directory.Delete(obstacle);
        Assert.Equal(stored, store.Put("Topic", 0, "again").QueueOffset);
        Assert.Equal(stored + 1, RawStore.ReadLog(directory.Root).Count);
    }

    [Fact]
    public async Task Index_DiskFull_IsBehindAndCatchesUp()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small() };
        var full = true;
        directory.Allocate = (file, offset, length) => !(full && NameOf(file).Contains("index", StringComparison.Ordinal)) && FileSpace.TryAllocate(file, offset, length);
        var store = await directory.OpenAsync();

        var stored = store.Put("Topic", 0, "m", "KEYS", "k");
        Assert.True(store.Health.IsWritable);
        Assert.Equal(stored.Size, store.Health.DispatchBehindBytes);
        full = false;
        directory.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([stored.PhysicalOffset], store.Query("Topic", "k"));
    }

    [Fact]
    public async Task Stop_IndexIncomplete_IsNotMarkedClean()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small() };
        directory.Allocate = (file, offset, length) => !NameOf(file).Contains("index", StringComparison.Ordinal) && FileSpace.TryAllocate(file, offset, length);
        var store = await directory.OpenAsync();
        var stored = store.Put("Topic", 0, "m", "KEYS", "k");
        await store.DisposeAsync();
        Assert.True(File.Exists(directory.Abort));

        directory.Allocate = FileSpace.TryAllocate;
        Assert.Equal([stored.PhysicalOffset], (await directory.OpenAsync()).Query("Topic", "k"));
    }

    [Fact]
    public async Task Append_DiskNearlyFull_IsRefusedUntilThereIsRoom()
    {
        await using var directory = new StoreDirectory { Options = new CommitLogOptions { MappedFileSizeCommitLog = 64 * 1024 } };
        var used = 91;
        directory.Measure = _ => new DiskUsage(Total: 100, Free: 100 - used, Available: 100 - used);
        var store = await directory.OpenAsync();
        Assert.Equal(AppendStatus.ServiceNotAvailable, (await store.Appender.AppendAsync(TestMessage.Make("Topic", 0, "m"))).Status);
        Assert.Contains("91%", store.Health.NotWritableReason!, StringComparison.Ordinal);

        used = 90;
        store.Cleaner.Run();

        Assert.Null(store.Health.NotWritableReason);
        store.Put("Topic", 0, "m");
    }

    [Fact]
    public async Task Append_LockHeldTooLong_AnswersPageCacheBusy()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small() };
        using var listener = new BlockingListener();
        await using var store = directory.Make(listener);
        await store.StartAsync(CancellationToken.None);
        var stuck = Task.Run(() => store.Appender.AppendAsync(TestMessage.Make("Topic", 0, "stuck")).AsTask());
        await listener.Entered.WaitAsync(TimeSpan.FromSeconds(30));

        directory.Clock.Advance(TimeSpan.FromMilliseconds(1_000));
        Assert.False(store.Health.IsPageCacheBusy);
        directory.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(store.Health.IsPageCacheBusy);
        Assert.Equal(AppendStatus.PageCacheBusy, (await store.Appender.AppendAsync(TestMessage.Make("Topic", 0, "m"))).Status);
        listener.Leave();
        Assert.Equal(AppendStatus.Ok, (await stuck).Status);
        Assert.False(store.Health.IsPageCacheBusy);
        listener.Leave();
        store.Put("Topic", 0, "m");
    }

    [Fact]
    public async Task Open_StoreInUse_IsRefusedUntilItIsClosed()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small() };
        var first = await directory.OpenAsync();

        var exception = await Assert.ThrowsAsync<StoreException>(directory.OpenAsync);

        Assert.Contains("in use by another broker", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(directory.Root, "lock"), exception.Path);
        first.Put("Topic", 0, "still works");
        await first.DisposeAsync();
        Assert.Equal(["still works"], (await directory.OpenAsync()).ReadAll("Topic", 0));
    }

    [Fact]
    public async Task Open_Cancelled_LeavesAStoreThatOpens()
    {
        await using var directory = new StoreDirectory { Options = StoreSetup.Small() };
        var store = await directory.OpenAsync();
        store.Put("Topic", 0, "m");
        await store.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => directory.Make().StartAsync(new CancellationToken(canceled: true)).AsTask());

        Assert.Equal(["m"], (await directory.OpenAsync()).ReadAll("Topic", 0));
    }

    private static string NameOf(SafeFileHandle file) => new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget ?? "";

    private sealed class BlockingListener : IMessageArrivalListener, IDisposable
    {
        private readonly SemaphoreSlim _leave = new(0);

        public SemaphoreSlim Entered { get; } = new(0);

        public void Leave() => _leave.Release();

        public void OnArrived(in MessageArrival arrival)
        {
            Entered.Release();
            _leave.Wait();
        }

        public void Dispose()
        {
            Entered.Dispose();
            _leave.Dispose();
        }
    }
}
