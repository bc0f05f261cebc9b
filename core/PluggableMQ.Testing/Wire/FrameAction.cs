using System.Buffers;
using System.Buffers.Binary;
using PluggableMQ.Protocol;

namespace PluggableMQ.Testing;

/// <summary>What a proxy does with a frame.</summary>
public sealed class FrameAction
{
    private FrameAction(IReadOnlyList<byte[]> forward, IReadOnlyList<byte[]> back, TimeSpan delay = default, bool isCut = false)
    {
        ForwardFrames = forward;
        BackFrames = back;
        DelayTime = delay;
        IsCut = isCut;
    }

    /// <summary>It goes on as it came.</summary>
    public static FrameAction Pass { get; } = new([], []) { PassesOn = true };

    /// <summary>It is lost.</summary>
    public static FrameAction Drop { get; } = new([], []);

    /// <summary>It is lost, and the connection breaks at both ends.</summary>
    public static FrameAction Cut { get; } = new([], [], isCut: true);

    internal IReadOnlyList<byte[]> ForwardFrames { get; }

    internal IReadOnlyList<byte[]> BackFrames { get; }

    internal TimeSpan DelayTime { get; }

    internal bool IsCut { get; }

    internal bool PassesOn { get; private init; }

    /// <summary>It goes on later, and what follows in its direction with it.</summary>
    /// <param name="time">How much later, by the proxy's clock.</param>
    public static FrameAction Delay(TimeSpan time) => new([], [], time) { PassesOn = true };

    /// <summary>It goes on twice.</summary>
    /// <param name="frame">The frame.</param>
    public static FrameAction Duplicate(ProxiedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Send(frame.Bytes.ToArray(), frame.Bytes.ToArray());
    }

    /// <summary>It goes on with a header that nobody can read; its length is right.</summary>
    /// <param name="frame">The frame.</param>
    public static FrameAction Corrupt(ProxiedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var bytes = frame.Bytes.ToArray();
        // The header begins after the frame's and its own length.
        var header = bytes.AsSpan(8, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)) & 0xFFFFFF);
        header.Fill(0xFF);
        return Send(bytes);
    }

    /// <summary>It goes on with another body.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="body">The body in its place.</param>
    public static FrameAction ReplaceBody(ProxiedFrame frame, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var sequence = new ReadOnlySequence<byte>(frame.Bytes);
        var command = new RemotingCommand();
        RemotingFrame.TryRead(ref sequence, command, int.MaxValue, out _);
        command.SetBody(body);
        return Send(Write(command));
    }

    /// <summary>A request does not go on; the proxy answers in the peer's place.</summary>
    /// <param name="frame">The request.</param>
    /// <param name="responseCode">The response code.</param>
    /// <param name="remark">The remark, or null.</param>
    /// <param name="body">The response's body.</param>
    /// <param name="fields">The response's fields.</param>
    public static FrameAction Answer(ProxiedFrame frame, int responseCode, string? remark = null, ReadOnlyMemory<byte> body = default, params (string Name, string Value)[] fields)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(fields);
        var response = new RemotingCommand();
        response.PrepareResponse(new RemotingCommand { Opaque = frame.Opaque, SerializeType = frame.SerializeType }, responseCode, remark);
        foreach (var (name, value) in fields) response.Fields.Set(name, value);
        response.SetBody(body);
        return new FrameAction([], [Write(response)]);
    }

    private static FrameAction Send(params byte[][] frames) => new(frames, []);

    private static byte[] Write(RemotingCommand command)
    {
        var output = new ArrayBufferWriter<byte>();
        RemotingFrame.Write(command, output);
        return output.WrittenSpan.ToArray();
    }
}
