using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Tests.Shared.Storage;

/// <summary>What every message store must do. The parts are one concern each.</summary>
public abstract partial class MessageStoreContract : IAsyncLifetime
{
    private protected const string Topic = "ContractTopic";
    private protected const int MaxMessageSize = 1024 * 1024;

    private readonly RecordingListener _listener = new();
    private readonly List<Exception> _fatal = [];
    private readonly string _root = Directory.CreateTempSubdirectory("pmq-contract-").FullName;

    private protected IMessageStore Store { get; private set; } = null!;

    private protected ManualTimeProvider Clock { get; } = new();

    private protected IReadOnlyList<MessageArrival> Arrivals => _listener.Arrivals;

    private long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task InitializeAsync()
    {
        Store = MakeStore();
        await Store.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(_root, recursive: true);
        Assert.Empty(_fatal);
    }

    /// <summary>Makes the store to test, not started.</summary>
    protected abstract IMessageStore Create(MessageStoreContext context);

    private IMessageStore MakeStore() => Create(new MessageStoreContext
    {
        RootDirectory = _root,
        DelayLevels = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)],
        MaxMessageSize = MaxMessageSize,
        ArrivalListener = _listener,
        Clock = Clock,
        LoggerFactory = NullLoggerFactory.Instance,
        OnFatal = _fatal.Add,
    });
}
