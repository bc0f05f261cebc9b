using System.Buffers;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.NameServer.Tests.Support;

/// <summary>What brokers and clients ask of a NameServer, in one line each.</summary>
internal static class BrokerRequests
{
    public static TopicConfig Topic(string name, int perm = 6, int sysFlag = 0, int queues = 4)
        => new() { TopicName = name, ReadQueueNums = queues, WriteQueueNums = queues, Perm = perm, TopicSysFlag = sysFlag };

    public static RegisterBrokerBody Body(long version, params TopicConfig[] topics) => new()
    {
        TopicConfigSerializeWrapper = new TopicConfigSerializeWrapper
        {
            DataVersion = new DataVersion(1000 + version, version),
            TopicConfigTable = topics.ToDictionary(topic => topic.TopicName),
        },
    };

    public static RemotingCommand CreateRegistration(byte[] body, string name = "broker-a", string address = "10.0.0.1:10911", long id = 0, string cluster = "C",
        bool compressed = false, int? crc = null)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.RegisterBroker, body);
        new RegisterBrokerRequestHeader
        {
            BrokerName = name,
            BrokerAddress = address,
            ClusterName = cluster,
            HaServerAddress = address.Replace(":10911", ":10912", StringComparison.Ordinal),
            BrokerId = id,
            Compressed = compressed,
            BodyCrc32 = crc ?? Crc32.ComputeMasked(body),
        }.Write(request.Fields);
        return request;
    }

    /// <summary>Registers, and expects that it is taken.</summary>
    public static async Task<RemotingCommand> RegisterAsync(this TestPeer broker, RegisterBrokerBody body, string name = "broker-a",
        string address = "10.0.0.1:10911", long id = 0, string cluster = "C")
    {
        var response = await broker.InvokeAsync(CreateRegistration(body.Encode(), name, address, id, cluster));
        Assert.True(response.Code == ResponseCode.Success, response.Remark);
        return response;
    }

    /// <summary>Asks for a route; null when there is none.</summary>
    public static async Task<TopicRouteData?> FindRouteAsync(this TestPeer client, string topic)
    {
        var response = await client.InvokeAsync(RequestCode.GetRouteInfoByTopic, default, ("topic", topic));
        if (response.Code == ResponseCode.TopicNotExist) return null;
        Assert.Equal(ResponseCode.Success, response.Code);
        return TopicRouteData.Decode(response.Body.ToArray());
    }

    public static async Task<List<string>> ListTopicsAsync(this TestPeer client, int code, params (string Name, string Value)[] fields)
        => TopicList.Decode((await client.InvokeAsync(code, default, fields)).Body.ToArray()).TopicNames;
}
