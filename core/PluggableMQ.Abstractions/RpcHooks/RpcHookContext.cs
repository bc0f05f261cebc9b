using System.Buffers;

namespace PluggableMQ.Abstractions.RpcHooks;

/// <summary>One request and its outcome, as a hook sees it.</summary>
public abstract class RpcHookContext
{
    /// <summary>Whether this process received the request or sends it.</summary>
    public abstract RpcDirection Direction { get; }

    /// <summary>The peer, as <c>ip:port</c>.</summary>
    public abstract string RemoteAddress { get; }

    /// <summary>The request code (<c>RequestCode</c> in RocketMQ), for example 310 for SEND_MESSAGE_V2.</summary>
    public abstract int RequestCode { get; }

    /// <summary>The correlation id of the request.</summary>
    public abstract int Opaque { get; }

    /// <summary>Whether no response is expected.</summary>
    public abstract bool IsOneWay { get; }

    /// <summary>The request's body; empty when there is none. Valid during <see cref="IRpcHook.BeforeAsync"/> only.</summary>
    public abstract ReadOnlySequence<byte> RequestBody { get; }

    /// <summary>The response code, or null before the response and when there is none.</summary>
    public abstract int? ResponseCode { get; }

    /// <summary>The response's remark, or null.</summary>
    public abstract string? ResponseRemark { get; }

    /// <summary>Why there is no response (time-out, broken connection), or null.</summary>
    public abstract Exception? Failure { get; }

    /// <summary>The time since the request began; final in <see cref="IRpcHook.AfterAsync"/>.</summary>
    public abstract TimeSpan Elapsed { get; }

    /// <summary>Reads a request field (<c>extFields</c>) without allocating.</summary>
    /// <param name="name">The field's name in UTF-8, for example <c>"b"u8</c>.</param>
    /// <param name="value">The value in UTF-8, valid until the hook returns or sets a field.</param>
    /// <returns>Whether the field is there.</returns>
    public abstract bool TryGetField(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value);

    /// <summary>Reads a request field as text.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>The value, or null.</returns>
    public abstract string? GetField(string name);

    /// <summary>Sets a request field. Before the request only.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value; replaces what is there.</param>
    public abstract void SetField(string name, string value);

    /// <summary>All request fields, copied.</summary>
    /// <returns>Names and values in wire order.</returns>
    public abstract IReadOnlyList<KeyValuePair<string, string>> GetFields();

    /// <summary>Refuses the request: it is not sent or not processed, and the caller gets this answer. Before the request only.</summary>
    /// <param name="responseCode">The response code, for example 16 (NO_PERMISSION).</param>
    /// <param name="remark">The text that the caller sees; it should say why and what to do.</param>
    public abstract void Reject(int responseCode, string remark);
}

/// <summary>Which way a request goes.</summary>
public enum RpcDirection
{
    /// <summary>This process received it.</summary>
    Inbound = 0,

    /// <summary>This process sends it.</summary>
    Outbound = 1,
}
