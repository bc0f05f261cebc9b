namespace PluggableMQ.Remoting;

/// <summary>Handles requests of one or several codes (<c>NettyRequestProcessor</c>).</summary>
/// <remarks>Called concurrently for different connections. In an inline class it runs on the connection's read loop: it must not block,
/// and what it does before its first wait holds back the requests behind it.</remarks>
public interface IRequestProcessor
{
    /// <summary>Handles one request by filling <see cref="RequestContext.Response"/>, or by <see cref="RequestContext.Suspend"/>.</summary>
    /// <param name="context">The request; pooled, do not keep it after the returned task has completed.</param>
    /// <returns>A task that ends when the response may be sent. An exception is answered with code 1.</returns>
    ValueTask ProcessAsync(RequestContext context);
}
