using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Storage.CommitLog;
using PluggableMQ.Testing;

// Arguments: the store's directory, ASYNC_FLUSH or SYNC_FLUSH, how many writers, a word that marks this run's messages.
// Prints "open", then a line for each acknowledged message: writer, number, queue offset, physical offset. Ends when it is killed, or with code 3 when the store cannot be opened.
var (root, flush, writers, mark) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture), args[3]);
var context = new MessageStoreContext
{
    RootDirectory = root,
    DelayLevels = [],
    MaxMessageSize = 1024 * 1024,
    ArrivalListener = new DeafListener(),
    Clock = TimeProvider.System,
    LoggerFactory = NullLoggerFactory.Instance,
    OnFatal = static exception => Environment.FailFast("The store failed.", exception),
};
(string, string)[] options =
[
    ("flushDiskType", flush), ("mappedFileSizeCommitLog", "262144"), ("mappedFileSizeConsumeQueue", "4000"), ("maxHashSlotNum", "1000"), ("maxIndexNum", "2000"),
    ("diskSpaceWarningLevelRatio", "100"), ("diskSpaceCleanForciblyRatio", "100"), ("fileReservedTime", "10000"),
];
var store = new PluginHarness(new CommitLogPlugin(), options).Create(PluginKinds.Storage, "commitlog", context);
try
{
    await store.StartAsync(CancellationToken.None);
}
catch (StoreException exception)
{
    Console.WriteLine(exception.Message);
    return 3;
}

Console.WriteLine("open");
var output = new Lock();
await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(writer))));
return 0;

async Task WriteAsync(int writer)
{
    for (var i = 0; ; i++)
    {
        var message = new MessageRecord
        {
            Topic = "CrashTopic",
            QueueId = writer % 3,
            BornHost = new IPEndPoint(IPAddress.Loopback, 1),
            StoreHost = new IPEndPoint(IPAddress.Loopback, 2),
            Body = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes($"{mark}:{writer}:{i}:{new string('x', i % 700)}")),
            Properties = Encoding.UTF8.GetBytes($"UNIQ_KEY\u0001{mark}-{writer}-{i}\u0002TAGS\u0001TagA"),
            WaitForFlush = true,
        };
        var result = await store.Appender.AppendAsync(message);
        if (result.Status != AppendStatus.Ok) Environment.FailFast($"An append answered {result.Status}.");
        lock (output) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{writer} {i} {result.QueueOffset} {result.PhysicalOffset}"));
    }
}

internal sealed class DeafListener : IMessageArrivalListener
{
    public void OnArrived(in MessageArrival arrival)
    {
        // Nobody waits here.
    }
}
