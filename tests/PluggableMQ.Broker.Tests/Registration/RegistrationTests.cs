using System.Buffers;
using System.Globalization;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Tests.Registration;

public sealed class RegistrationTests : IAsyncLifetime
{
    private readonly TransportTable _transports = TestPlugins.CreateTransports("inmemory");
    private RecordingNameServer _first = null!;
    private RecordingNameServer _second = null!;

    public async Task InitializeAsync()
    {
        _first = await RecordingNameServer.StartAsync(_transports);
        _second = await RecordingNameServer.StartAsync(_transports);
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        foreach (var transport in _transports.Transports) (transport as IDisposable)?.Dispose();
    }

    [Fact]
    public async Task Start_RegistersAllTopicsAtEveryNameServer()
    {
        await using var broker = await StartAsync();

        foreach (var server in (RecordingNameServer[])[_first, _second])
        {
            var request = await server.NextAsync();
            Assert.Equal((RequestCode.RegisterBroker, false), (request.Code, request.IsOneWay));
            Assert.Equal(
                ("broker-a", broker.Address, "DefaultCluster", "0", "false"),
                (
                    Field(request, "brokerName"), Field(request, "brokerAddr"), Field(request, "clusterName"), Field(request, "brokerId"),
                    Field(request, "compressed")));
            var port = int.Parse(broker.Address.Split(':')[1], CultureInfo.InvariantCulture);
            Assert.Equal($"127.0.0.1:{port + 1}", Field(request, "haServerAddr"));
            Assert.Equal(Crc32.ComputeMasked(request.Body).ToString(CultureInfo.InvariantCulture), Field(request, "bodyCrc32"));
            var body = RegisterBrokerBody.Decode(request.Body.ToArray());
            Assert.Equal(0, body.TopicConfigSerializeWrapper.DataVersion.Counter);
            Assert.Equal(8, body.TopicConfigSerializeWrapper.TopicConfigTable.Count);
            Assert.Empty(body.FilterServerList!);
        }
    }

    [Fact]
    public async Task Start_WithCompression_SendsTheCompressedForm()
    {
        await using var broker = await StartAsync(setup => setup.Options.CompressedRegister = true);

        var request = await _first.NextAsync();

        Assert.Equal("true", Field(request, "compressed"));
        Assert.Equal(Crc32.ComputeMasked(request.Body).ToString(CultureInfo.InvariantCulture), Field(request, "bodyCrc32"));
        Assert.Contains(
            "TBW102",
            RegisterBrokerBody.Decode(request.Body.ToArray(), compressed: true).TopicConfigSerializeWrapper.TopicConfigTable.Keys);
    }

    [Fact]
    public async Task Registration_IsRepeatedAfterTenSecondsAndThenEveryPeriod()
    {
        await using var broker = await StartAsync(setup => setup.Options.RegisterNameServerPeriod = 1);
        await _first.NextAsync();

        broker.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(_first.TryNext(out _));
        broker.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _first.NextAsync();
    }

    [Fact]
    public async Task AutoCreatedTopic_IsAnnouncedOneWayWithAllTopics()
    {
        await using var broker = await StartAsync();
        await _first.NextAsync();

        await broker.AskAsync(Requests.Send("Orders", overrides: ("d", 3)));

        var request = await _first.NextAsync();
        Assert.Equal((RequestCode.RegisterBroker, true), (request.Code, request.IsOneWay));
        var topics = RegisterBrokerBody.Decode(request.Body.ToArray()).TopicConfigSerializeWrapper;
        Assert.Equal(1, topics.DataVersion.Counter);
        Assert.Equal(9, topics.TopicConfigTable.Count);
        var created = topics.TopicConfigTable["Orders"];
        Assert.Equal((3, 3, 6), (created.ReadQueueNums, created.WriteQueueNums, created.Perm));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(99, 8)]
    [InlineData(-5, 0)]
    public async Task AutoCreatedTopic_GetsNoMoreQueuesThanItsTemplateHas(int wanted, int queues)
    {
        await using var broker = await StartAsync();

        await broker.AskAsync(Requests.Send("Orders", overrides: ("d", wanted)));

        Assert.Equal(queues, broker.Services.Topics.Find("Orders")!.Config.WriteQueueNums);
    }

    [Fact]
    public async Task UpdateTopic_RegistersThatTopicAloneBeforeItIsAnswered()
    {
        await using var broker = await StartAsync();
        await _first.NextAsync();

        var answer = await broker.AskAsync(
            RequestCode.UpdateAndCreateTopic,
            ("topic", "Orders"), ("defaultTopic", "TBW102"), ("readQueueNums", 5), ("writeQueueNums", 6), ("perm", 6), (
                "topicFilterType", "SINGLE_TAG"), ("topicSysFlag", 0), ("order", false));

        Assert.Equal((ResponseCode.Success, "not set any response code"), (answer.Code, answer.Remark));
        Assert.True(_first.TryNext(out var request));
        Assert.False(request!.IsOneWay);
        var topics = RegisterBrokerBody.Decode(request.Body.ToArray()).TopicConfigSerializeWrapper;
        Assert.Equal(1, topics.DataVersion.Counter);
        Assert.Equal(6, Assert.Single(topics.TopicConfigTable).Value.WriteQueueNums);
    }

    [Fact]
    public async Task Registration_OfABrokerThatCannotBeWritten_AnnouncesThatForEveryTopic()
    {
        await using var broker = await StartAsync(setup => setup.Options.BrokerPermission = Permission.Read);

        var topics = RegisterBrokerBody.Decode((await _first.NextAsync()).Body.ToArray()).TopicConfigSerializeWrapper.TopicConfigTable;

        Assert.All(topics.Values, topic => Assert.Equal(Permission.Read, topic.Perm));
        // What the broker itself thinks of its topics stays.
        Assert.Equal(7, broker.Services.Topics.Find("TBW102")!.Config.Perm);
    }

    [Fact]
    public async Task Answer_WithOrderedTopics_MarksThem()
    {
        _first.Answer = _second.Answer = (_, response) => response.SetBody(new KvTable { Table = { ["Orders"] = "broker-a:4" } }.Encode());
        await using var broker = await StartAsync();
        await broker.AskAsync(Requests.Send("Orders"));

        await broker.Services.Registration.RegisterAsync(CancellationToken.None);
        Assert.True(broker.Services.Topics.Find("Orders")!.Config.Order);

        _first.Answer = _second.Answer = (_, response) => response.SetBody(new KvTable { Table = { ["Other"] = "broker-a:4" } }.Encode());
        await broker.Services.Registration.RegisterAsync(CancellationToken.None);
        Assert.False(broker.Services.Topics.Find("Orders")!.Config.Order);
    }

    [Fact]
    public async Task Registration_ThatIsNotForced_AsksFirstWhetherItIsNeeded()
    {
        var changed = false;
        _first.Answer = _second.Answer = (request, response) =>
        {
            if (request.Code == RequestCode.QueryDataVersion) response.Fields.Add("changed"u8, changed);
        };
        await using var broker = await StartAsync(setup =>
        {
            setup.Options.ForceRegister = false;
            // The clock is moved on while an answer may still be on its way: no answer within the time would count as changed.
            setup.Options.RegisterBrokerTimeoutMills = 86_400_000;
        });
        Assert.Equal(RequestCode.RegisterBroker, (await _first.NextAsync()).Code);

        broker.Clock.Advance(TimeSpan.FromSeconds(10));
        var query = await _first.NextAsync();
        Assert.Equal(
            (RequestCode.QueryDataVersion, broker.Services.Topics.Version), (query.Code, DataVersion.Decode(query.Body.ToArray())));

        // The other one has been asked too, so the turn's outcome is settled.
        await _second.NextAsync();
        await _second.NextAsync();
        changed = true;
        Assert.Equal(RequestCode.QueryDataVersion, (await MoveUntilNextAsync(broker, _first)).Code);
        Assert.Equal(RequestCode.RegisterBroker, (await _first.NextAsync()).Code);
    }

    [Fact]
    public async Task Stop_UnregistersAtEveryNameServer()
    {
        await using var broker = await StartAsync();
        await _first.NextAsync();
        await _second.NextAsync();

        await broker.Controller.StopAsync();

        foreach (var server in (RecordingNameServer[])[_first, _second])
        {
            Assert.True(server.TryNext(out var request));
            Assert.Equal(
                (RequestCode.UnregisterBroker, "broker-a", "0"), (request!.Code, Field(request, "brokerName"), Field(request, "brokerId")));
        }
    }

    [Fact]
    public async Task Start_WithOneDeadNameServer_RegistersAtTheOther()
    {
        await using var broker = await StartAsync(setup => setup.Options.NamesrvAddr = $"127.0.0.1:1;{_first.Address}");

        Assert.Equal(RequestCode.RegisterBroker, (await _first.NextAsync()).Code);
    }

    [Fact]
    public async Task Addressing_ThatChangesItsList_TakesEffectWithoutARestart()
    {
        var addressing = Substitute.For<ITopAddressing>();
        addressing.FetchNameServersAsync(default).ReturnsForAnyArgs(_ => new ValueTask<IReadOnlyList<string>>([_first.Address]));
        await using var broker = await StartAsync(setup => (setup.Addressing, setup.Options.NamesrvAddr) = (addressing, ""));
        await _first.NextAsync();
        Assert.False(_second.TryNext(out _));

        addressing.FetchNameServersAsync(default).ReturnsForAnyArgs(
            _ => new ValueTask<IReadOnlyList<string>>([_first.Address, _second.Address]));

        Assert.Equal(RequestCode.RegisterBroker, (await MoveUntilNextAsync(broker, _second)).Code);
    }

    [Fact]
    public async Task Addressing_ThatFails_KeepsTheListInForce()
    {
        var addressing = Substitute.For<ITopAddressing>();
        addressing.FetchNameServersAsync(default).ThrowsAsyncForAnyArgs(new IOException("no such host"));
        await using var broker = await StartAsync(setup => setup.Addressing = addressing);

        Assert.Equal(RequestCode.RegisterBroker, (await _first.NextAsync()).Code);
    }

    private static string? Field(RemotingCommand request, string name)
        => request.Fields.GetString(System.Text.Encoding.UTF8.GetBytes(name));

    // A turn arms the next one when its answers are there: the clock moves on until that has happened.
    private static async Task<RemotingCommand> MoveUntilNextAsync(TestBroker broker, RecordingNameServer server)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (server.TryNext(out var request)) return request!;
            broker.Clock.Advance(TimeSpan.FromSeconds(10));
            await broker.AskAsync(Requests.Make(RequestCode.GetConsumerListByGroup, ("consumerGroup", "fence")));
        }

        throw new TimeoutException("The broker did not come to its next turn.");
    }

    private Task<TestBroker> StartAsync(Action<TestBrokerSetup>? configure = null) => TestBroker.StartAsync(setup =>
    {
        setup.Transports = _transports;
        setup.Options.NamesrvAddr = $"{_first.Address};{_second.Address}";
        configure?.Invoke(setup);
    });
}
