using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;
using static PluggableMQ.NameServer.Tests.Support.BrokerRequests;

namespace PluggableMQ.NameServer.Tests;

/// <summary>Registrations that are wrong are answered with code 1, change nothing, and cost bounded memory.</summary>
public class HostileRegistrationTests
{
    private static async Task<string?> RegisterAsync(RemotingCommand request, Action<Options.NameServerOptions>? configure = null)
    {
        await using var server = await TestNameServer.StartAsync(configure: configure);
        var peer = server.Connect();

        var response = await peer.InvokeAsync(request);

        Assert.Equal(ResponseCode.SystemError, response.Code);
        Assert.True(response.Fields.IsPresent, "Java's broker reads the fields of every answer.");
        Assert.Empty(await peer.ListTopicsAsync(RequestCode.GetAllTopicListFromNameserver));
        Assert.Empty(await peer.ListTopicsAsync(RequestCode.GetSystemTopicListFromNs));
        return response.Remark;
    }

    private static byte[] Zip(params byte[][] parts)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            foreach (var part in parts) zlib.Write(part);
        return output.ToArray();
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    [Fact]
    public async Task Register_WrongCrc_IsRefusedInJavasWords()
        => Assert.Equal("crc32 not match", await RegisterAsync(CreateRegistration(Body(1, Topic("T")).Encode(), crc: 1)));

    [Fact]
    public async Task Register_ZipBomb_IsRefused()
        => Assert.Contains("longer than", await RegisterAsync(CreateRegistration(Zip(Int32(100 * 1024 * 1024), new byte[100 * 1024 * 1024]), compressed: true)), StringComparison.Ordinal);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public async Task Register_HugeTopicCount_IsRefused(int count)
    {
        var version = """{"counter":0,"timestamp":0}"""u8.ToArray();
        Assert.NotNull(await RegisterAsync(CreateRegistration(Zip(Int32(version.Length), version, Int32(count)), compressed: true)));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-5)]
    public async Task Register_HugePartLength_IsRefused(int length)
        => Assert.NotNull(await RegisterAsync(CreateRegistration(Zip(Int32(length), [1, 2, 3]), compressed: true)));

    [Fact]
    public async Task Register_CompressedBodyThatIsNone_IsRefused()
        => Assert.NotNull(await RegisterAsync(CreateRegistration("no zlib"u8.ToArray(), compressed: true)));

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"topicConfigSerializeWrapper":{"topicConfigTable":{"T":{"perm":"many"}}}}""")]
    [InlineData("""{"topicConfigSerializeWrapper":{"topicConfigTable":{"":{"perm":6}}}}""")]
    public async Task Register_MalformedJson_IsRefused(string body) => Assert.NotNull(await RegisterAsync(CreateRegistration(Encoding.UTF8.GetBytes(body))));

    [Fact]
    public async Task Register_DeepJson_IsRefused()
        => Assert.NotNull(await RegisterAsync(CreateRegistration(Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 1_000_000)))));

    [Fact]
    public async Task Register_BlankOrEndlessNames_AreRefused()
    {
        var body = Body(1, Topic("T")).Encode();
        Assert.Equal("brokerName is blank", await RegisterAsync(CreateRegistration(body, name: " ")));
        Assert.Equal("clusterName has 2000 characters, 1024 are allowed", await RegisterAsync(CreateRegistration(body, cluster: new string('c', 2000))));
        Assert.Equal("a topic's name has 2000 characters, 1024 are allowed", await RegisterAsync(CreateRegistration(Body(1, Topic(new string('t', 2000))).Encode())));
    }

    [Fact]
    public async Task Register_MissingField_IsRefused()
    {
        var request = RemotingCommand.CreateRequest(RequestCode.RegisterBroker, Body(1).Encode());
        request.Fields.Set("brokerName", "broker-a");

        Assert.Contains("brokerAddr", await RegisterAsync(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Register_MoreTopicsThanTheLimit_IsRefusedAsAWhole()
        => Assert.Contains("maxRegisteredQueues", await RegisterAsync(
            CreateRegistration(Body(1, Topic("T1"), Topic("T2"), Topic("T3")).Encode()), options => options.MaxRegisteredQueues = 2), StringComparison.Ordinal);

    [Fact]
    public async Task Register_MoreBrokersThanTheLimit_RefusesTheNewOneOnly()
    {
        await using var server = await TestNameServer.StartAsync(configure: options => options.MaxRegisteredBrokers = 1);
        var peer = server.Connect();
        await peer.RegisterAsync(Body(1, Topic("T")));

        // A new address, a new name under a known address, a new cluster: each would grow a table.
        RemotingCommand[] refused =
        [
            CreateRegistration(Body(1).Encode(), address: "10.0.0.9:10911", id: 1),
            CreateRegistration(Body(1).Encode(), name: "broker-b"),
            CreateRegistration(Body(1).Encode(), cluster: "D"),
        ];
        foreach (var request in refused) Assert.Equal(ResponseCode.SystemError, (await peer.InvokeAsync(request)).Code);

        await peer.RegisterAsync(Body(2, Topic("T2")));
        Assert.Equal(["T", "T2"], await peer.ListTopicsAsync(RequestCode.GetAllTopicListFromNameserver));
    }
}
