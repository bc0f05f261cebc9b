using System.Buffers;
using Microsoft.Extensions.Logging;
using PluggableMQ.NameServer.KvConfig;
using PluggableMQ.NameServer.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Registration;

/// <summary>REGISTER_BROKER (103).</summary>
[RequestCodes(RequestClasses.Route, RequestCode.RegisterBroker)]
internal sealed class RegisterBrokerProcessor(RouteTable routes, KvConfigStore kvConfig, ILogger<RegisterBrokerProcessor> logger) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var response = context.Response;
        if (Register(context, out var result) is { } refusal)
        {
            NameServerLog.RegistrationRefused(logger, context.Connection.RemoteAddress, refusal);
            response.SetResult(ResponseCode.SystemError, refusal);
            response.Fields.MarkPresent();
            return default;
        }

        new RegisterBrokerResponseHeader { HaServerAddress = result.HaServerAddress, MasterAddress = result.MasterAddress }.Write(response.Fields);
        if (kvConfig.GetNamespace(KvConfigStore.OrderTopicNamespace) is { } orderedTopics) response.SetBody(KvConfigStore.EncodeTable(orderedTopics));
        return default;
    }

    private string? Register(RequestContext context, out RegistrationResult result)
    {
        result = new RegistrationResult(null);
        var request = context.Request;
        if (!RegisterBrokerRequestHeader.TryRead(request.Fields, out var header, out var error)) return error;
        if (header.BodyCrc32 != 0 && Crc32.ComputeMasked(request.Body) != header.BodyCrc32) return "crc32 not match";

        RegisterBrokerBody body;
        try
        {
            body = Decode(request, header.Compressed);
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }

        result = routes.Register(new BrokerRegistration(
            header.ClusterName, header.BrokerName, header.BrokerId, header.BrokerAddress, header.HaServerAddress,
            body.TopicConfigSerializeWrapper, body.FilterServerList, context.Connection));
        return result.Refusal;
    }

    private static RegisterBrokerBody Decode(RemotingCommand request, bool compressed)
    {
        // Brokers from before 3.0.11 know no filter servers: their body is the topics alone.
        var old = request.Version < MqVersion.V3011;
        if (request.Body.IsEmpty) return new RegisterBrokerBody { FilterServerList = old ? null : [] };
        var bytes = request.Body.IsSingleSegment ? request.Body.FirstSpan : request.Body.ToArray();
        return old
            ? new RegisterBrokerBody { TopicConfigSerializeWrapper = TopicConfigSerializeWrapper.Decode(bytes), FilterServerList = null }
            : RegisterBrokerBody.Decode(bytes, compressed);
    }
}
