using Microsoft.Extensions.Logging;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer;

/// <summary>Every other code: a Java NameServer answers nothing, and clients that probe for a feature count on the time-out.</summary>
internal sealed class UnknownRequestProcessor(ILogger<UnknownRequestProcessor> logger) : IRequestProcessor
{
    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        NameServerLog.UnknownRequest(logger, context.Request.Code, context.Connection.RemoteAddress);
        context.Suspend();
        return default;
    }
}
