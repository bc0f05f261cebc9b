using System.Buffers;
using System.Globalization;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Replay;

/// <summary>
/// Where half messages lie here and lay in Java's log, which differs by an op message; clients name the place when they end a transaction.
/// </summary>
internal sealed class HalfMessagePlaces
{
    private readonly HashSet<(int Connection, int Opaque)> _halfSends = [];
    private readonly Dictionary<string, string> _places = [];

    /// <summary>The bytes to send: the captured ones, with this broker's commit log offset in END_TRANSACTION.</summary>
    public ReadOnlyMemory<byte> Translate(CapturedFrame frame)
    {
        var request = frame.Decode();
        if (request.Fields.GetString("i"u8)?.Contains("TRAN_MSG", StringComparison.Ordinal) == true)
            _halfSends.Add((frame.Connection, request.Opaque));
        if (request.Code != RequestCode.EndTransaction) return frame.Bytes;
        request.Fields.Set("commitLogOffset", _places[request.Fields.GetString("commitLogOffset"u8)!]);
        var output = new ArrayBufferWriter<byte>();
        RemotingFrame.Write(request, output);
        return output.WrittenMemory;
    }

    /// <summary>Takes note of an answer; returns whether it is that to a half message.</summary>
    public bool Note(CapturedFrame captured, RemotingCommand actual)
    {
        var java = captured.Decode();
        if (!_halfSends.Contains((captured.Connection, java.Opaque))) return false;
        _places[Place(java)] = Place(actual);
        return true;
    }

    private static string Place(RemotingCommand response)
    {
        Assert.True(OffsetMessageId.TryParse(response.Fields.GetString("msgId"u8), out _, out var offset));
        return offset.ToString(CultureInfo.InvariantCulture);
    }
}
