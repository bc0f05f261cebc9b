using System.Buffers;
using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Tests.Support;

/// <summary>A processor from a function.</summary>
internal sealed class Processor(Func<RequestContext, ValueTask> handle) : IRequestProcessor
{
    public static readonly RequestClass Inline = new("inline", 100_000, inline: true);

    public static readonly RequestClass Pooled = new("pooled", 100_000, inline: false);

    /// <summary>Answers with the request's body and fields.</summary>
    public static Processor Echo { get; } = new(static context =>
    {
        context.Response.Body = context.Request.Body;
        context.Response.Fields.CopyFrom(context.Request.Fields);
        return default;
    });

    public static Processor From(Action<RequestContext> handle) => new(context =>
    {
        handle(context);
        return default;
    });

    public ValueTask ProcessAsync(RequestContext context) => handle(context);
}
