using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Replay;

/// <summary>One frame of a capture between Java processes.</summary>
internal sealed record CapturedFrame(int Line, double Time, int Connection, bool FromClient, int Answers, byte[] Bytes)
{
    /// <summary>The frames to and from the broker, in time order.</summary>
    public static List<CapturedFrame> LoadBrokerFrames(string name)
    {
        using var stream = typeof(CapturedFrame).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var frames = new List<CapturedFrame>();
        for (var line = 0; reader.ReadLine() is { } text; line++)
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.GetProperty("server").GetString() != "broker") continue;
            frames.Add(new CapturedFrame(
                line,
                root.GetProperty("t").GetDouble(),
                root.GetProperty("conn").GetInt32(),
                root.GetProperty("dir").GetString() == "C>S",
                root.TryGetProperty("answers", out var answers) && answers.ValueKind == JsonValueKind.Number ? answers.GetInt32() : 0,
                root.GetProperty("frame").GetBytesFromBase64()));
        }

        return frames;
    }

    /// <summary>Decodes the frame.</summary>
    public RemotingCommand Decode()
    {
        var buffer = new ReadOnlySequence<byte>(Bytes);
        var command = new RemotingCommand();
        Assert.Equal(FrameReadResult.Frame, RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out var error));
        Assert.Null(error);
        return command;
    }
}
