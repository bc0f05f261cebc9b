using System.Buffers;

namespace PluggableMQ.Protocol;

/// <summary>One frame: a request or a response (<c>RemotingCommand</c>).</summary>
/// <remarks>Made to be reused: <see cref="Reset"/> clears it. Not thread-safe.</remarks>
public sealed class RemotingCommand
{
    private const int ResponseBit = 1;
    private const int OneWayBit = 2;

    /// <summary>The request code, or in a response the response code.</summary>
    public int Code { get; set; }

    /// <summary>The sender's language.</summary>
    public LanguageCode Language { get; set; } = LanguageCode.DotNet;

    /// <summary>The sender's version ordinal.</summary>
    public int Version { get; set; } = MqVersion.Current;

    /// <summary>The correlation id: chosen by the requester, copied into the response.</summary>
    public int Opaque { get; set; }

    /// <summary>Bit 0: response. Bit 1: one-way.</summary>
    public int Flag { get; set; }

    /// <summary>Text for people, mostly of an error; null when absent.</summary>
    public string? Remark { get; set; }

    /// <summary>How the header is, or will be, encoded.</summary>
    public SerializeType SerializeType { get; set; }

    /// <summary>The header's fields (<c>extFields</c>).</summary>
    public HeaderFields Fields { get; } = new();

    /// <summary>
    /// The body; empty when there is none. In a received frame it lies in the connection's receive buffer and is valid until the
    /// handler's synchronous part has returned; copy what is needed longer.
    /// </summary>
    public ReadOnlySequence<byte> Body { get; set; }

    /// <summary>
    /// A body that is written from where it lives; takes precedence over <see cref="Body"/>. Whoever writes or drops the frame releases it.
    /// </summary>
    public IFrameBody? BodySource { get; set; }

    /// <summary>Whether this is a response.</summary>
    public bool IsResponse => (Flag & ResponseBit) != 0;

    /// <summary>Whether no response is wanted, not even an error.</summary>
    public bool IsOneWay => (Flag & OneWayBit) != 0;

    /// <summary>The length of the body in bytes.</summary>
    public int BodyLength => BodySource?.Length ?? (int)Body.Length;

    /// <summary>Makes a request.</summary>
    /// <param name="code">The request code.</param>
    /// <param name="body">The body, or default.</param>
    /// <returns>A new command; the client sets its opaque.</returns>
    public static RemotingCommand CreateRequest(int code, ReadOnlyMemory<byte> body = default)
        => new() { Code = code, Body = new ReadOnlySequence<byte>(body) };

    /// <summary>Sets the one-way bit.</summary>
    public void MarkOneWay() => Flag |= OneWayBit;

    /// <summary>
    /// Turns this command into the answer to a request: opaque and serialization copied, response bit set, this side's language and version.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="code">The response code.</param>
    /// <param name="remark">The remark, or null.</param>
    public void PrepareResponse(RemotingCommand request, int code = ResponseCode.Success, string? remark = null)
    {
        Reset();
        Code = code;
        Remark = remark;
        Opaque = request.Opaque;
        SerializeType = request.SerializeType;
        Flag = ResponseBit;
    }

    /// <summary>Sets code and remark.</summary>
    /// <param name="code">The response code.</param>
    /// <param name="remark">The text for people; says what happened and what to do.</param>
    public void SetResult(int code, string? remark)
    {
        Code = code;
        Remark = remark;
    }

    /// <summary>Sets the body.</summary>
    /// <param name="body">The bytes; not copied.</param>
    public void SetBody(ReadOnlyMemory<byte> body) => Body = new ReadOnlySequence<byte>(body);

    /// <summary>Clears everything, releases the body source, keeps the buffers.</summary>
    public void Reset()
    {
        var source = BodySource;
        Code = 0;
        Language = LanguageCode.DotNet;
        Version = MqVersion.Current;
        Opaque = 0;
        Flag = 0;
        Remark = null;
        SerializeType = SerializeType.Json;
        Fields.Clear();
        Body = default;
        BodySource = null;
        source?.Release();
    }

    /// <summary>For logs: code, opaque, flags and lengths; never the body.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => IsResponse
        ? $"response {ResponseCode.GetName(Code)} ({Code}) opaque {Opaque}, {BodyLength} bytes"
        : $"{(IsOneWay ? "one-way " : "")}request {RequestCode.GetName(Code)} ({Code}) opaque {Opaque}, {BodyLength} bytes";
}
