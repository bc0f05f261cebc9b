using System.Globalization;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>The answers of a broker that stores everything.</summary>
internal static class FakeBroker
{
    public const string OffsetId = "7F00000100002A9F0000000000000400";

    public static FakeServer ServeSends(this FakeServer server)
    {
        var offset = 0L;
        return server
            .On(RequestCode.HeartBeat, ResponseCode.Success)
            .On(RequestCode.UnregisterClient, ResponseCode.Success)
            .On(RequestCode.SendMessageV2, (request, response) => Store(request, response, ResponseCode.Success, Interlocked.Increment(ref offset) - 1))
            .On(RequestCode.SendBatchMessage, (request, response) => Store(request, response, ResponseCode.Success, Interlocked.Increment(ref offset) - 1));
    }

    /// <summary>Fills a send response.</summary>
    public static void Store(RecordedRequest request, RemotingCommand response, int code, long offset)
    {
        response.SetResult(code, null);
        response.Fields.Add("queueId"u8, request["e"]);
        response.Fields.Add("TRACE_ON"u8, "true");
        response.Fields.Add("MSG_REGION"u8, "DefaultRegion");
        response.Fields.Add("msgId"u8, OffsetId);
        response.Fields.Add("queueOffset"u8, offset.ToString(CultureInfo.InvariantCulture));
    }
}
