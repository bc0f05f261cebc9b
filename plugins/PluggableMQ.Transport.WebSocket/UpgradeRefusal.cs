using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>Why an HTTP request gets no WebSocket: a status, and a short text for whoever looks.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">The answer's body.</param>
internal sealed record UpgradeRefusal(int Status, string Text)
{
    private const int KeyLength = 16;

    /// <summary>Too many wait to be accepted, or the server stops.</summary>
    public static readonly UpgradeRefusal Busy = new(StatusCodes.Status503ServiceUnavailable, "Too many connections wait, or the server is about to stop.");

    /// <summary>The page's origin is not listed.</summary>
    public static readonly UpgradeRefusal ForeignOrigin = new(StatusCodes.Status403Forbidden, "Pages of this origin may not connect.");

    private static readonly UpgradeRefusal s_wrongPath = new(StatusCodes.Status404NotFound, "There is nothing at this path.");
    private static readonly UpgradeRefusal s_noUpgrade = new(
        StatusCodes.Status426UpgradeRequired, $"This is a message queue: connect by WebSocket, subprotocol {WebSocketAddress.Subprotocol}.");

    private static readonly UpgradeRefusal s_version = new(StatusCodes.Status426UpgradeRequired, "WebSocket version 13 is spoken here.");
    private static readonly UpgradeRefusal s_method = new(StatusCodes.Status400BadRequest, "A WebSocket is asked for with GET.");
    private static readonly UpgradeRefusal s_key = new(StatusCodes.Status400BadRequest, "Sec-WebSocket-Key must be 16 bytes in base64.");
    private static readonly UpgradeRefusal s_protocol = new(
        StatusCodes.Status400BadRequest, $"Ask for the subprotocol {WebSocketAddress.Subprotocol} (Sec-WebSocket-Protocol).");

    /// <summary>What is wrong with a request, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="upgrade">Whether it asks for an upgrade at all.</param>
    /// <param name="path">The path that is served.</param>
    /// <param name="allowedOrigins">Origins of browsers.</param>
    public static UpgradeRefusal? Find(IHttpRequestFeature request, IHttpUpgradeFeature? upgrade, string path, List<string> allowedOrigins)
    {
        var headers = request.Headers;
        if (!string.Equals(request.Path, path, StringComparison.Ordinal)) return s_wrongPath;
        if (upgrade is not { IsUpgradableRequest: true } || !Lists(headers.Upgrade, "websocket")) return s_noUpgrade;
        if (!HttpMethods.IsGet(request.Method)) return s_method;
        if (headers.SecWebSocketVersion.ToString() != "13") return s_version;
        if (!IsKey(headers.SecWebSocketKey.ToString())) return s_key;
        if (!Lists(headers.SecWebSocketProtocol, WebSocketAddress.Subprotocol)) return s_protocol;
        var origin = headers.Origin;
        if (origin.Count == 0 || allowedOrigins.Contains("*")) return null;
        return allowedOrigins.Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase) ? null : ForeignOrigin;
    }

    /// <summary>Answers the request.</summary>
    public async Task AnswerAsync(IFeatureCollection features)
    {
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        var body = Encoding.UTF8.GetBytes(Text + "\n");
        response.StatusCode = Status;
        response.Headers.ContentType = "text/plain; charset=utf-8";
        response.Headers.ContentLength = body.Length;
        // No connection is kept for whoever does not want what is served here.
        response.Headers.Connection = "close";
        if (Status == StatusCodes.Status426UpgradeRequired)
        {
            response.Headers.Upgrade = "websocket";
            response.Headers.SecWebSocketVersion = "13";
        }

        await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(body);
    }

    private static bool Lists(Microsoft.Extensions.Primitives.StringValues header, string wanted)
    {
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                if (line.AsSpan()[range].Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase)) return true;
            }
        }

        return false;
    }

    private static bool IsKey(string key) => Base64.IsValid(key, out var length) && length == KeyLength;
}
