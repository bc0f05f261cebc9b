using System.Buffers;
using PluggableMQ.NameServer.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Registration;

/// <summary>QUERY_DATA_VERSION (322): a broker without news asks whether it has to register; asking keeps it alive.</summary>
[RequestCodes(RequestClasses.Route, RequestCode.QueryDataVersion)]
internal sealed class QueryDataVersionProcessor(RouteTable routes) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var response = context.Response;
        response.Fields.MarkPresent();
        if (!QueryDataVersionRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            response.SetResult(ResponseCode.SystemError, error);
            return default;
        }

        DataVersion? version;
        try
        {
            version = context.Request.Body.IsEmpty ? null : DataVersion.Decode(context.Request.Body.ToArray());
        }
        catch (InvalidDataException e)
        {
            response.SetResult(ResponseCode.SystemError, e.Message);
            return default;
        }

        var (changed, known) = routes.QueryDataVersion(header.BrokerAddress, version);
        new QueryDataVersionResponseHeader { Changed = changed }.Write(response.Fields);
        if (known is not null) response.SetBody(known.Encode());
        return default;
    }
}
