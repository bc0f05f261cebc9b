using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

/// <summary>Requests that are written while other callers are about to go on with their responses share one flush.</summary>
public sealed class SharedFlushTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Request_WhileACallerIsAboutToGoOn_IsFlushedWhenThatOneDoes()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
        var connection = Assert.Single(peers.Client.Connections);
        var flushes = connection.Output.Flushes;

        connection.Calls.BeginResumption();
        var calls = Enumerable.Range(0, 5).Select(_ => connection.InvokeAsync(RemotingCommand.CreateRequest(7), Limit).AsTask()).ToArray();

        Assert.Equal(flushes, connection.Output.Flushes);
        Assert.DoesNotContain(calls, static call => call.IsCompleted);

        connection.Calls.EndResumption();
        await Task.WhenAll(calls);
        // One more at most: those whose calls end first may send again, but nobody did.
        Assert.Equal(flushes + 1, connection.Output.Flushes);
    }

    [Fact]
    public async Task Requests_LargerThanABatchTogether_DoNotWaitForCallers()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
        var connection = Assert.Single(peers.Client.Connections);

        connection.Calls.BeginResumption();
        var calls = Enumerable.Range(0, 64)
            .Select(_ => connection.InvokeAsync(RemotingCommand.CreateRequest(7, new byte[1024]), Limit).AsTask()).ToArray();

        await Task.WhenAny(calls).WaitAsync(Limit);
        connection.Calls.EndResumption();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Response_NobodyComesFor_HoldsUpNobody()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));
        for (var i = 0; i < 100; i++)
        {
#pragma warning disable CA2012 // Left on purpose.
            _ = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
#pragma warning restore CA2012
            await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Callers_ManyAtOnce_AllGetTheirResponses(bool hooks)
    {
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.Processors.Register(7, Processor.Echo, Processor.Inline);
            if (hooks) setup.ClientHooks = new RpcHookPipeline([new Hook("idle")]);
        });

        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                var body = BitConverter.GetBytes((caller << 16) | i);
                var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7, body), Limit);
                Assert.True(response.Body.FirstSpan.SequenceEqual(body));
                if (i % 7 == caller % 7) await Task.Yield();
            }
        })));
    }

    [Fact]
    public async Task Caller_ThatBlocksItsThreadOnTheNextRequest_GetsItsResponse()
    {
        await using var peers = await Peers.StartAsync(setup => setup.Processors.Register(7, Processor.Echo, Processor.Inline));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
            // As code that is not asynchronous does it.
#pragma warning disable xUnit1031
            Assert.True(peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit).AsTask().Wait(Limit));
#pragma warning restore xUnit1031
        }));
    }
}
