using System.Buffers;
using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.RpcHooks.Metrics.Tests;

/// <summary>A request and its outcome, as the hook pipeline would show them; without the allocations of a substitute.</summary>
internal sealed class FakeRpcContext(RpcDirection direction, int requestCode, int? responseCode = 0, Exception? failure = null, int bodyLength = 0) : RpcHookContext
{
    private readonly byte[] _body = new byte[bodyLength];

    public override RpcDirection Direction => direction;

    public override string RemoteAddress => "127.0.0.1:1";

    public override int RequestCode => requestCode;

    public override int Opaque => 1;

    public override bool IsOneWay => false;

    public override ReadOnlySequence<byte> RequestBody => new(_body);

    public override int? ResponseCode => responseCode;

    public override string? ResponseRemark => null;

    public override Exception? Failure => failure;

    public override TimeSpan Elapsed => TimeSpan.FromMilliseconds(250);

    public override bool TryGetField(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        return false;
    }

    public override string? GetField(string name) => null;

    public override void SetField(string name, string value) => throw new InvalidOperationException("A metrics hook changes nothing.");

    public override IReadOnlyList<KeyValuePair<string, string>> GetFields() => [];

    public override void Reject(int responseCode, string remark) => throw new InvalidOperationException("A metrics hook rejects nothing.");
}
