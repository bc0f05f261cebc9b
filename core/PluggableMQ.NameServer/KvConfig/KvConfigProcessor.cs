using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.KvConfig;

/// <summary>The KV configuration: put (100), get (101), delete (102), list of a namespace (219).</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.PutKvConfig, RequestCode.GetKvConfig, RequestCode.DeleteKvConfig, RequestCode.GetKvListByNamespace)]
internal sealed class KvConfigProcessor(KvConfigStore store, ILogger<KvConfigProcessor> logger) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        var error = context.Request.Code switch
        {
            RequestCode.PutKvConfig => Put(context),
            RequestCode.GetKvConfig => Get(context),
            RequestCode.DeleteKvConfig => Delete(context),
            _ => GetNamespace(context),
        };
        if (error is not null) context.Response.SetResult(ResponseCode.SystemError, error);
        return default;
    }

    private string? Put(RequestContext context)
    {
        var fields = context.Request.Fields;
        if (fields.IndexOf("namespace"u8) < 0 || fields.IndexOf("key"u8) < 0) return "namespace or key is null";
        if (!PutKvConfigRequestHeader.TryRead(fields, out var header, out var error)) return error;
        store.Put(header.Namespace, header.Key, header.Value);
        NameServerLog.KvConfigChanged(logger, header.Namespace, header.Key, "set", context.Connection.RemoteAddress);
        return null;
    }

    private string? Get(RequestContext context)
    {
        var response = context.Response;
        response.Fields.MarkPresent();
        if (!KvConfigKeyRequestHeader.TryRead(context.Request.Fields, out var header, out var error)) return error;
        if (store.Get(header.Namespace, header.Key) is { } value) new GetKvConfigResponseHeader { Value = value }.Write(response.Fields);
        else response.SetResult(ResponseCode.QueryNotFound, $"No config item, Namespace: {header.Namespace} Key: {header.Key}");
        return null;
    }

    private string? Delete(RequestContext context)
    {
        if (!KvConfigKeyRequestHeader.TryRead(context.Request.Fields, out var header, out var error)) return error;
        store.Delete(header.Namespace, header.Key);
        NameServerLog.KvConfigChanged(logger, header.Namespace, header.Key, "deleted", context.Connection.RemoteAddress);
        return null;
    }

    private string? GetNamespace(RequestContext context)
    {
        if (!GetKvListByNamespaceRequestHeader.TryRead(context.Request.Fields, out var header, out var error)) return error;
        if (store.GetNamespace(header.Namespace) is { } values) context.Response.SetBody(KvConfigStore.EncodeTable(values));
        else context.Response.SetResult(ResponseCode.QueryNotFound, $"No config item, Namespace: {header.Namespace}");
        return null;
    }
}
