using Microsoft.Extensions.Logging;
using PluggableMQ.NameServer.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Topics;

/// <summary>WIPE_WRITE_PERM_OF_BROKER (205) and ADD_WRITE_PERM_OF_BROKER (327).</summary>
[RequestCodes(RequestClasses.Route, RequestCode.WipeWritePermOfBroker, RequestCode.AddWritePermOfBroker)]
internal sealed class WritePermissionProcessor(RouteTable routes, ILogger<WritePermissionProcessor> logger) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var response = context.Response;
        if (!BrokerWritePermissionRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return default;
        }

        if (context.Request.Code == RequestCode.WipeWritePermOfBroker)
        {
            var wiped = routes.WipeWritePermission(header.BrokerName);
            new WipeWritePermResponseHeader { WipeTopicCount = wiped }.Write(response.Fields);
            NameServerLog.WritePermissionChanged(logger, header.BrokerName, "wiped", wiped, context.Connection.RemoteAddress);
        }
        else
        {
            var added = routes.AddWritePermission(header.BrokerName);
            new AddWritePermResponseHeader { AddTopicCount = added }.Write(response.Fields);
            NameServerLog.WritePermissionChanged(logger, header.BrokerName, "added", added, context.Connection.RemoteAddress);
        }

        return default;
    }
}
