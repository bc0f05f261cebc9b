using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of hooks finds hooks that read memory which is another request's by then.</summary>
public class RpcHookMemoryDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(KeepsTheBodyForAfter), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
        new(typeof(KeepsAFieldWhileItSetsOne), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
        new(typeof(KeepsAnotherFieldWhileItSetsOne), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
        new(typeof(RejectsWithAnOldField), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public void Context_MemoryUsedInTime_IsRight()
    {
        var body = "a body"u8.ToArray();
        var request = new TestRpcContext(body: body, fields: [("b", "ContractTopic")]);
        var sequence = request.RequestBody;

        Assert.True(request.TryGetField("b"u8, out var before));
        Assert.True(before.SequenceEqual("ContractTopic"u8));
        request.SetField("seen", Encoding.UTF8.GetString(before));
        Assert.True(request.TryGetField("b"u8, out var after));
        Assert.True(after.SequenceEqual("ContractTopic"u8));
        Assert.False(before.SequenceEqual(after));
        Assert.Equal(body, sequence.ToArray());
        Assert.Empty(request.Violations);

        request.Answer();
        Assert.NotEqual(body, sequence.ToArray());
        Assert.All(request.Violations, violation => Assert.Contains("read what it kept of RequestBody", violation, StringComparison.Ordinal));
        Assert.NotEmpty(request.Violations);
        Assert.Equal("a body"u8.ToArray(), body);
    }

    internal sealed class KeepsTheBodyForAfter : RpcHookDefectTests.Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context)
        {
            var bodies = new ConcurrentDictionary<RpcHookContext, ReadOnlySequence<byte>>();
            return new RpcHookDefectTests.Hook
            {
                Before = (request, _) =>
                {
                    bodies[request] = request.RequestBody;
                    return ValueTask.CompletedTask;
                },
                After = (request, _) =>
                {
                    if (bodies.TryRemove(request, out var body)) GC.KeepAlive(body.ToArray());
                    return ValueTask.CompletedTask;
                },
            };
        }
    }

    internal sealed class KeepsAFieldWhileItSetsOne : RpcHookDefectTests.Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new RpcHookDefectTests.Hook
        {
            Before = (request, _) =>
            {
                if (!request.TryGetField("b"u8, out var topic)) return ValueTask.CompletedTask;
                request.SetField("b", "renamed");
                request.SetField("was", Encoding.UTF8.GetString(topic));
                return ValueTask.CompletedTask;
            },
        };
    }

    internal sealed class KeepsAnotherFieldWhileItSetsOne : RpcHookDefectTests.Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new RpcHookDefectTests.Hook
        {
            Before = (request, _) =>
            {
                if (!request.TryGetField("b"u8, out var topic)) return ValueTask.CompletedTask;
                request.SetField("seen", "1");
                request.SetField("topic", Encoding.UTF8.GetString(topic));
                return ValueTask.CompletedTask;
            },
        };
    }

    internal sealed class RejectsWithAnOldField : RpcHookDefectTests.Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new RpcHookDefectTests.Hook
        {
            Before = (request, _) =>
            {
                if (!request.TryGetField("b"u8, out var topic)) return ValueTask.CompletedTask;
                request.SetField("seen", "1");
                request.Reject(16, $"Topic {Encoding.UTF8.GetString(topic)} is closed; send to another one.");
                return ValueTask.CompletedTask;
            },
        };
    }
}
