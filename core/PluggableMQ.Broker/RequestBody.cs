using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker;

/// <summary>Decodes a request's body; what is no body of the kind is answered with code 1 and the reason.</summary>
internal static class RequestBody
{
    public delegate T Decoder<out T>(ReadOnlySpan<byte> body);

    public static bool TryDecode<T>(RequestContext context, Decoder<T> decode, [NotNullWhen(true)] out T? result)
        where T : class
    {
        result = null;
        var body = context.Request.Body;
        if (body.IsEmpty)
        {
            context.Response.SetResult(ResponseCode.SystemError, $"Request {context.Request.Code} needs a body, and has none.");
            return false;
        }

        try
        {
            result = body.IsSingleSegment ? decode(body.FirstSpan) : decode(body.ToArray());
            return true;
        }
        catch (InvalidDataException e)
        {
            context.Response.SetResult(ResponseCode.SystemError, e.Message);
            return false;
        }
    }
}
