using System.Buffers;
using PluggableMQ.Broker.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Broker.Registration;

/// <summary>Makes the requests that a broker sends to NameServers.</summary>
internal sealed class RegistrationRequests
{
    private readonly BrokerOptions _options;
    private readonly BrokerIdentity _identity;

    public RegistrationRequests(BrokerOptions options, BrokerIdentity identity)
    {
        _options = options;
        _identity = identity;
    }

    /// <summary>Encodes all topics.</summary>
    public RegistrationBody CreateBody(TopicConfigSerializeWrapper topics)
    {
        const int ReadWrite = Permission.Read | Permission.Write;
        if ((_options.BrokerPermission & ReadWrite) != ReadWrite)
        {
            foreach (var (name, topic) in topics.TopicConfigTable) topics.TopicConfigTable[name] = WithBrokerPermission(topic);
        }

        var compressed = _options.CompressedRegister;
        var bytes = new RegisterBrokerBody { TopicConfigSerializeWrapper = topics }.Encode(compressed);
        return new RegistrationBody(bytes, Crc32.ComputeMasked(new ReadOnlySequence<byte>(bytes)), compressed);
    }

    /// <summary>Encodes one topic.</summary>
    public RegistrationBody CreateBody(TopicConfig topic, DataVersion version)
    {
        var topics = new TopicConfigSerializeWrapper { DataVersion = version };
        topics.TopicConfigTable[topic.TopicName] = topic;
        return CreateBody(topics);
    }

    /// <summary>REGISTER_BROKER (103).</summary>
    public RemotingCommand CreateRegistration(RegistrationBody body)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.RegisterBroker, body.Bytes);
        new RegisterBrokerRequestHeader
        {
            BrokerName = _identity.BrokerName,
            BrokerAddress = _identity.Address,
            ClusterName = _identity.ClusterName,
            HaServerAddress = _identity.HaAddress,
            BrokerId = _identity.BrokerId,
            Compressed = body.Compressed,
            BodyCrc32 = body.Crc32,
        }.Write(request.Fields);
        return request;
    }

    /// <summary>UNREGISTER_BROKER (104).</summary>
    public RemotingCommand CreateUnregistration(string nameServer)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.UnregisterBroker);
        new UnregisterBrokerRequestHeader
        {
            BrokerName = _identity.BrokerName,
            BrokerAddress = _identity.Address,
            ClusterName = _identity.ClusterName,
            BrokerId = _identity.BrokerId,
        }.Write(request.Fields);
        return request;
    }

    /// <summary>QUERY_DATA_VERSION (322).</summary>
    public RemotingCommand CreateVersionQuery(DataVersion version)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.QueryDataVersion, version.Encode());
        new QueryDataVersionRequestHeader
        {
            BrokerName = _identity.BrokerName,
            BrokerAddress = _identity.Address,
            ClusterName = _identity.ClusterName,
            BrokerId = _identity.BrokerId,
        }.Write(request.Fields);
        return request;
    }

    private TopicConfig WithBrokerPermission(TopicConfig topic) => new()
    {
        TopicName = topic.TopicName,
        ReadQueueNums = topic.ReadQueueNums,
        WriteQueueNums = topic.WriteQueueNums,
        Perm = _options.BrokerPermission,
    };
}

/// <summary>An encoded registration, shared by the requests to all NameServers.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Crc32">Its checksum.</param>
/// <param name="Compressed">Whether it is in the compressed form.</param>
internal sealed record RegistrationBody(byte[] Bytes, int Crc32, bool Compressed);
