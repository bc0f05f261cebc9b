using System.Text;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests.Metadata;

/// <summary>The broker's own files against those that a Java broker wrote.</summary>
public sealed class MetadataFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("pmq-metadata-").FullName;

    [Theory]
    [InlineData("topics.json")]
    [InlineData("subscriptionGroup.json")]
    [InlineData("consumerOffset.json")]
    [InlineData("delayOffset.json")]
    public async Task Restart_OnJavasFiles_WritesTheSameLines(string name)
    {
        JavaStore.ExtractConfig(_directory);
        var java = ReadLines(name);

        await using (var broker = await StartAsync())
        {
            // Java's topics were delivered up to these offsets; the store must have them, or the offset is corrected.
            for (var level = 2; level <= 3; level++) await broker.AskAsync(Requests.Send("CapTopic", properties: $"DELAY\u0001{level}"));
            broker.Clock.Advance(TimeSpan.FromSeconds(11));
            broker.Services.Topics.Save();
        }

        Assert.Equal(java, ReadLines(name));
    }

    [Fact]
    public async Task Restart_OnItsOwnFiles_KeepsTopicsGroupsAndOffsets()
    {
        DataVersion version;
        await using (var broker = await StartAsync())
        {
            await broker.AskAsync(Requests.Send("Orders"));
            broker.Services.Groups.Update(new SubscriptionGroupConfig { GroupName = "g1", RetryMaxTimes = 3 });
            await broker.AskAsync(
                RequestCode.UpdateConsumerOffset, ("consumerGroup", "g1"), ("topic", "Orders"), ("queueId", 2), ("commitOffset", 7));
            version = broker.Services.Topics.Version;
        }

        await using var restarted = await StartAsync();

        Assert.Equal(version, restarted.Services.Topics.Version);
        Assert.Equal(4, restarted.Services.Topics.Find("Orders")!.Config.WriteQueueNums);
        Assert.Equal(3, restarted.Services.Groups.FindOrCreate("g1")!.RetryMaxTimes);
        var offset = await restarted.AskAsync(
            RequestCode.QueryConsumerOffset, ("consumerGroup", "g1"), ("topic", "Orders"), ("queueId", 2));
        Assert.Equal("7", offset.Fields.GetString("offset"u8));
    }

    [Fact]
    public async Task Offsets_AreWrittenEveryFiveSecondsAfterTen()
    {
        await using var broker = await StartAsync();
        await broker.AskAsync(
            RequestCode.UpdateConsumerOffset, ("consumerGroup", "g1"), ("topic", "Orders"), ("queueId", 0), ("commitOffset", 1));

        broker.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(File.Exists(PathOf("consumerOffset.json")));
        broker.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("{\n\t\"offsetTable\":{\n\t\t\"Orders@g1\":{0:1\n\t\t}\n\t}\n}", File.ReadAllText(PathOf("consumerOffset.json")));

        await broker.AskAsync(
            RequestCode.UpdateConsumerOffset, ("consumerGroup", "g1"), ("topic", "Orders"), ("queueId", 0), ("commitOffset", 2));
        broker.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains("{0:2", File.ReadAllText(PathOf("consumerOffset.json")), StringComparison.Ordinal);
        Assert.Contains("{0:1", File.ReadAllText(PathOf("consumerOffset.json.bak")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offsets_BesideAStoreThatForgets_AreNotKept()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "config"));
        File.WriteAllText(PathOf("consumerOffset.json"), """{"offsetTable":{"Orders@g1":{0:5}}}""");

        await using (var broker = await StartAsync(setup => setup.CreateStore = TestPlugins.Store("inmemory")))
        {
            var answer = await broker.AskAsync(
                RequestCode.QueryConsumerOffset, ("consumerGroup", "g1"), ("topic", "Orders"), ("queueId", 0));
            Assert.Equal("0", answer.Fields.GetString("offset"u8));
            broker.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("""{"offsetTable":{"Orders@g1":{0:5}}}""", File.ReadAllText(PathOf("consumerOffset.json")));
    }

    [Fact]
    public async Task Start_WithABrokenFile_UsesItsBackup()
    {
        await using (var broker = await StartAsync()) await broker.AskAsync(Requests.Send("Orders"));
        File.Copy(PathOf("topics.json"), PathOf("topics.json.bak"), overwrite: true);
        File.WriteAllText(PathOf("topics.json"), "{\"dataVersion\":{");

        await using var restarted = await StartAsync();

        Assert.NotNull(restarted.Services.Topics.Find("Orders"));
    }

    [Fact]
    public async Task Start_WithABrokenFileAndNoBackup_SaysWhichFileAndWhatToDo()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "config"));
        File.WriteAllText(PathOf("subscriptionGroup.json"), "not json");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync());

        Assert.Contains(PathOf("subscriptionGroup.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains("Repair the file, or move both away", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfANewBroker_CreatesTheSystemTopicsAndGroupsThatJavaCreates()
    {
        await using var broker = await StartAsync(setup => setup.Options.TraceTopicEnable = true);

        var topics = broker.Services.Topics.All.Select(topic => topic.Config).Select(
            topic => $"{topic.TopicName} {topic.ReadQueueNums}/{topic.WriteQueueNums} {topic.Perm}");
        Assert.Equal(
            [
                "BenchmarkTest 1024/1024 6", "DefaultCluster 16/16 7", "DefaultCluster_REPLY_TOPIC 1/1 6", "OFFSET_MOVED_EVENT 1/1 6", "RMQ_SYS_TRACE_TOPIC 1/1 6",
                "SCHEDULE_TOPIC_XXXX 18/18 6", "SELF_TEST_TOPIC 1/1 6", "TBW102 8/8 7", "broker-a 1/1 7",
            ],
            topics.Order(StringComparer.Ordinal));
        var groups = broker.Services.Groups.All.Select(group => $"{group.GroupName} {group.ConsumeBroadcastEnable}");
        Assert.Equal(
            [
                "CID_ONS-HTTP-PROXY True", "CID_ONSAPI_OWNER True", "CID_ONSAPI_PERMISSION True", "CID_ONSAPI_PULL True", "FILTERSRV_CONSUMER True", "SELF_TEST_C_GROUP True",
                "TOOLS_CONSUMER True",
            ],
            groups.Order(StringComparer.Ordinal));
        Assert.Equal(0, broker.Services.Topics.Version.Counter);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<TestBroker> StartAsync(Action<TestBrokerSetup>? configure = null) => TestBroker.StartAsync(setup =>
    {
        setup.Directory = _directory;
        setup.Options.TraceTopicEnable = true;
        configure?.Invoke(setup);
    });

    private string PathOf(string name) => Path.Combine(_directory, "config", name);

    // Java's maps have the order of their hashes, which means nothing.
    private string ReadLines(string name)
    {
        var lines = File.ReadAllText(PathOf(name), Encoding.UTF8).Split('\n').Select(line => line.TrimEnd(','));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
