using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

/// <summary>Counts what the whole process allocates, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationCollection;

/// <summary>The promise of the hot path: nothing is allocated for each message, at either end.</summary>
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("tcp", SerializeType.Json, false)]
    [InlineData("tcp", SerializeType.RocketMq, false)]
    [InlineData("inmemory", SerializeType.Json, false)]
    [InlineData("tcp", SerializeType.Json, true)]
    public async Task Request_InSteadyState_AllocatesNothing(string scheme, SerializeType serialization, bool hooks)
    {
        const int Requests = 5000;
        await using var peers = await Peers.StartAsync(
            setup =>
            {
                setup.ClientOptions = new RemotingClientOptions { SerializeType = serialization };
                setup.Processors.Register(310, Processor.Echo, Processor.Inline);
                if (!hooks) return;
                setup.ServerHooks = new RpcHookPipeline([new Hook("quiet")]);
                setup.ClientHooks = new RpcHookPipeline([new Hook("quiet")]);
            },
            scheme);
        var body = new byte[128];
        var request = new RemotingCommand();
        await SendAsync();
        await SendAsync();

        // The least of several rounds: tiered compilation and the test runner allocate at their own times.
        var least = long.MaxValue;
        for (var round = 0; round < 8 && least > Requests; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await SendAsync();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // Less than a byte for each request: no object at all is made for one.
        Assert.InRange(least, 0, Requests);

        async Task SendAsync()
        {
            for (var i = 0; i < Requests; i++)
            {
                request.Reset();
                request.Code = 310;
                request.Fields.Add("b"u8, "Topic");
                request.Fields.Add("e"u8, i);
                request.SetBody(body);
                peers.Client.Recycle(await peers.Client.InvokeAsync(peers.Address, request, Limit));
            }
        }
    }
}
