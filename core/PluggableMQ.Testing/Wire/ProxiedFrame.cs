using System.Buffers;
using System.Text;
using PluggableMQ.Protocol;

namespace PluggableMQ.Testing;

/// <summary>Which way a frame went through a proxy.</summary>
public enum FrameDirection
{
    /// <summary>From the client to the server.</summary>
    ToServer = 0,

    /// <summary>From the server to the client.</summary>
    ToClient = 1,
}

/// <summary>A frame that came to a proxy: a copy, which stays as it is.</summary>
public sealed class ProxiedFrame
{
    internal ProxiedFrame(int connection, FrameDirection direction, RemotingCommand command, byte[] bytes)
    {
        Connection = connection;
        Direction = direction;
        Code = command.Code;
        Opaque = command.Opaque;
        IsResponse = command.IsResponse;
        IsOneWay = command.IsOneWay;
        Remark = command.Remark;
        SerializeType = command.SerializeType;
        Body = command.Body.ToArray();
        Bytes = bytes;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < command.Fields.Count; i++) fields[Encoding.UTF8.GetString(command.Fields.GetName(i))] = Encoding.UTF8.GetString(command.Fields.GetValue(i));
        Fields = fields;
    }

    /// <summary>The connection's number, from 1 in the order in which clients came.</summary>
    public int Connection { get; }

    /// <summary>Which way it goes.</summary>
    public FrameDirection Direction { get; }

    /// <summary>The request code, or in a response the response code.</summary>
    public int Code { get; }

    /// <summary>The correlation id, which a request and its response share.</summary>
    public int Opaque { get; }

    /// <summary>Whether it is a response.</summary>
    public bool IsResponse { get; }

    /// <summary>Whether no response is wanted.</summary>
    public bool IsOneWay { get; }

    /// <summary>The remark, or null.</summary>
    public string? Remark { get; }

    /// <summary>How the header is encoded.</summary>
    public SerializeType SerializeType { get; }

    /// <summary>The header's fields (<c>extFields</c>).</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The whole frame as it came, its length field included.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it is a request with this code.</summary>
    /// <param name="requestCode">The request code.</param>
    public bool IsRequest(int requestCode) => !IsResponse && Code == requestCode;

    /// <inheritdoc/>
    public override string ToString()
        => $"#{Connection} {(Direction == FrameDirection.ToServer ? "->" : "<-")} {(IsResponse ? $"response {ResponseCode.GetName(Code)}" : $"request {RequestCode.GetName(Code)}")} opaque {Opaque}, {Body.Length} bytes";
}
