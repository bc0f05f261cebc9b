using System.Buffers;
using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>A request for one hook alone. By hand: no proxy can be made for methods that take spans.</summary>
internal sealed class RequestOfAHook(int bytes = 0) : RpcHookContext
{
    private readonly Dictionary<string, string> _fields = [];

    public override RpcDirection Direction => RpcDirection.Inbound;

    public override string RemoteAddress => "127.0.0.1:1";

    public override int RequestCode => 310;

    public override int Opaque => 1;

    public override bool IsOneWay => false;

    public override ReadOnlySequence<byte> RequestBody { get; } = new(new byte[bytes]);

    public override int? ResponseCode => 0;

    public override string? ResponseRemark => null;

    public override Exception? Failure => null;

    public override TimeSpan Elapsed => TimeSpan.Zero;

    public override bool TryGetField(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        return false;
    }

    public override string? GetField(string name) => _fields.GetValueOrDefault(name);

    public override void SetField(string name, string value) => _fields[name] = value;

    public override IReadOnlyList<KeyValuePair<string, string>> GetFields() => [.. _fields];

    public override void Reject(int responseCode, string remark) => throw new InvalidOperationException(remark);
}
