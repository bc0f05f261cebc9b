using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Testing.Storage;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What every <see cref="IMessageStore"/> promises. The parts are one concern each.</summary>
/// <remarks>Each test has a started store in an empty directory and a clock that stands still.</remarks>
public abstract partial class MessageStoreContract : ContractKit
{
    private protected const string Topic = "ContractTopic";
    private protected const int MaxMessageSize = 1024 * 1024;

    private readonly RecordingListener _listener = new();
    private readonly List<Exception> _fatal = [];
    private readonly string _root = Directory.CreateTempSubdirectory("pmq-contract-").FullName;

    /// <summary>The clock that stores are made with.</summary>
    protected ManualClock Clock { get; } = new();

    /// <summary>Whether a record is stored as it was appended: false for a decorator that changes bodies, whose sizes then differ.</summary>
    protected virtual bool KeepsSizes => true;

    /// <summary>Whether the runtime information holds all that RocketMQ's own store reports: rates, times, sizes. The places of the first and the last byte are required anyway.</summary>
    protected virtual bool ReportsAsRocketMq => false;

    private protected IMessageStore Store { get; private set; } = null!;

    private protected IReadOnlyList<MessageArrival> Arrivals => _listener.Arrivals;

    private long Now => Clock.NowMilliseconds;

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        Store = MakeStore();
        await EndAsync(() => Store.StartAsync(CancellationToken.None), "StartAsync");
    }

    /// <inheritdoc/>
    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
        Assert.Empty(_fatal);
    }

    /// <summary>Makes the store to test, not started. A second one may be made for the same directory, after the first was disposed.</summary>
    /// <param name="context">Its surroundings.</param>
    /// <returns>A new store; the kit starts, stops and disposes it.</returns>
    protected abstract IMessageStore Create(MessageStoreContext context);

    /// <summary>Makes a store, not started, in the directory of the test or in another one below it.</summary>
    private protected IMessageStore MakeStore(string directory = "") => Own(Create(new MessageStoreContext
    {
        RootDirectory = Path.Combine(_root, directory),
        DelayLevels = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)],
        MaxMessageSize = MaxMessageSize,
        ArrivalListener = _listener,
        Clock = Clock,
        LoggerFactory = NullLoggerFactory.Instance,
        OnFatal = _fatal.Add,
    }));
}
