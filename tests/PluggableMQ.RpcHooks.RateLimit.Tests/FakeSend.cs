using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

/// <summary>A send as the hook pipeline would show it; without the allocations of a substitute.</summary>
internal sealed class FakeSend(string? group, string? topic, int requestCode = RequestCode.SendMessageV2, bool isBatch = false, byte[]? body = null) : RpcHookContext
{
    private readonly byte[]? _group = group is null ? null : Encoding.UTF8.GetBytes(group);
    private readonly byte[]? _topic = topic is null ? null : Encoding.UTF8.GetBytes(topic);
    private readonly byte[] _body = body ?? [];

    public RpcDirection Way { get; init; } = RpcDirection.Inbound;

    /// <summary>What the hook answered; null when the send passes.</summary>
    public (int Code, string Remark)? Rejection { get; private set; }

    public override RpcDirection Direction => Way;

    public override string RemoteAddress => "127.0.0.1:1";

    public override int RequestCode => requestCode;

    public override int Opaque => 1;

    public override bool IsOneWay => false;

    public override ReadOnlySequence<byte> RequestBody => new(_body);

    public override int? ResponseCode => null;

    public override string? ResponseRemark => null;

    public override Exception? Failure => null;

    public override TimeSpan Elapsed => TimeSpan.Zero;

    public override bool TryGetField(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var isShort = requestCode != Protocol.RequestCode.SendMessage;
        var field = name.SequenceEqual(isShort ? "a"u8 : "producerGroup"u8) ? _group : name.SequenceEqual(isShort ? "b"u8 : "topic"u8) ? _topic : null;
        value = name.SequenceEqual(isShort ? "m"u8 : "batch"u8) ? (isBatch ? "true"u8 : "false"u8) : field;
        return field is not null || name.SequenceEqual(isShort ? "m"u8 : "batch"u8);
    }

    public override string? GetField(string name) => throw new InvalidOperationException("Reading a field as text allocates.");

    public override void SetField(string name, string value) => throw new InvalidOperationException("A rate limit changes nothing.");

    public override IReadOnlyList<KeyValuePair<string, string>> GetFields() => throw new InvalidOperationException("Reading all fields allocates.");

    public override void Reject(int responseCode, string remark) => Rejection = (responseCode, remark);

    /// <summary>Makes the context ready for another send.</summary>
    public void Clear() => Rejection = null;
}
