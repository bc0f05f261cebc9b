using System.Buffers;
using System.Text;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class RpcHookPipelineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hooks_OnBothSides_RunInOrderBeforeAndInReverseAfter(bool asynchronous)
    {
        var trail = new List<string>();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ClientHooks = new RpcHookPipeline([Recorder("c1", trail, asynchronous), Recorder("c2", trail, asynchronous)]);
            setup.ServerHooks = new RpcHookPipeline([Recorder("s1", trail, asynchronous), Recorder("s2", trail, asynchronous)]);
            setup.Processors.Register(7, Processor.From(context =>
            {
                trail.Add("processor");
                context.Response.SetResult(19, "later");
                context.Response.Body = context.Request.Body;
            }), Processor.Inline);
        });

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7, "body"u8.ToArray()), Limit);

        Assert.Equal(
            [
                "c1 before Outbound 7 body", "c2 before Outbound 7 body",
                "s1 before Inbound 7 body", "s2 before Inbound 7 body",
                "processor",
                "s2 after 19 later", "s1 after 19 later",
                "c2 after 19 later", "c1 after 19 later",
            ],
            trail);
        Assert.Equal("body"u8.ToArray(), response.Body.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RequestBody_AskedForAfterAWait_IsStillThatOfTheRequest(bool asksBefore)
    {
        var seen = 0;
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ServerHooks = new RpcHookPipeline([new ScriptedHook("reader", async (context, _) =>
            {
                var early = asksBefore ? context.RequestBody : default;
                await Task.Yield();
                var body = Encoding.UTF8.GetString(asksBefore ? early : context.RequestBody);
                if (body == context.GetField("body")) Interlocked.Increment(ref seen);
            })]);
            setup.Processors.Register(7, Processor.Echo, Processor.Inline);
        });

        await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            var request = RemotingCommand.CreateRequest(7, Encoding.UTF8.GetBytes($"body {i}"));
            request.Fields.Set("body", $"body {i}");
            var response = await peers.Client.InvokeAsync(peers.Address, request, Limit);
            Assert.Equal($"body {i}", Encoding.UTF8.GetString(response.Body));
        }));

        Assert.Equal(500, seen);
    }

    [Fact]
    public async Task RequestBody_NotAskedFor_IsNotCopied()
    {
        var copied = new List<bool>();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ServerHooks = new RpcHookPipeline([new ScriptedHook("picky", (context, _) =>
            {
                if (context.GetField("look") is not null) Assert.False(context.RequestBody.IsEmpty);
                return default;
            })]);
            setup.Processors.Register(7, Processor.From(context => copied.Add(context.Request.BodySource is not null)), Processor.Inline);
        });

        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7, "body"u8.ToArray()), Limit);
        var looked = RemotingCommand.CreateRequest(7, "body"u8.ToArray());
        looked.Fields.Set("look", "1");
        await peers.Client.InvokeAsync(peers.Address, looked, Limit);

        Assert.Equal([false, true], copied);
    }

    [Fact]
    public async Task After_RunsInTheCallersContext()
    {
        var local = new AsyncLocal<string?>();
        var seen = new List<string?>();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ClientHooks = new RpcHookPipeline([new Hook("local", _ => seen.Add(local.Value), _ => seen.Add(local.Value))]);
            setup.Processors.Register(7, Processor.Echo, Processor.Inline);
        });

        local.Value = "caller";
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);

        Assert.Equal(["caller", "caller"], seen);
    }

    [Fact]
    public async Task Before_SetsFields_OtherSideSeesThem()
    {
        string? seen = null;
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ClientHooks = new RpcHookPipeline([new Hook("sign", before: static context =>
            {
                Assert.Equal("1", context.GetField("a"));
                context.SetField("Signature", "abc");
                context.SetField("a", "2");
                Assert.True(context.TryGetField("Signature"u8, out var value) && value.SequenceEqual("abc"u8));
                Assert.Equal(2, context.GetFields().Count);
            })]);
            setup.Processors.Register(
                7, Processor.From(context => seen = context.Request.Fields.GetString("Signature"u8) + context.Request.Fields.GetString(
                    "a"u8)), Processor.Inline);
        });
        var request = RemotingCommand.CreateRequest(7);
        request.Fields.Add("a"u8, 1);

        await peers.Client.InvokeAsync(peers.Address, request, Limit);

        Assert.Equal("abc2", seen);
    }

    [Fact]
    public async Task Reject_OnTheServer_AnswersAndSkipsProcessorAndLaterHooks()
    {
        var trail = new List<string>();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ServerHooks = new RpcHookPipeline(
                [Recorder("s1", trail, false), new Hook("acl", before: static c => c.Reject(
                    16, "no permission, ask an administrator")), Recorder("s3", trail, false)]);
            setup.Processors.Register(7, Processor.From(_ => trail.Add("processor")), Processor.Inline);
        });

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);

        Assert.Equal(ResponseCode.NoPermission, response.Code);
        Assert.Equal("no permission, ask an administrator", response.Remark);
        Assert.Equal(["s1 before Inbound 7 ", "s1 after 16 no permission, ask an administrator"], trail);
    }

    [Fact]
    public async Task Reject_OnTheClient_AnswersWithoutSending()
    {
        var arrived = 0;
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ClientHooks = new RpcHookPipeline([new Hook("limit", before: static c =>
            {
                if (c.RequestCode == 7) c.Reject(215, "too fast");
            })]);
            setup.Processors.RegisterDefault(Processor.From(_ => arrived++), Processor.Inline);
        });

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
        var oneWay = await Assert.ThrowsAsync<RemotingSendException>(
            async () => await peers.Client.InvokeOneWayAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit));
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(8), Limit);

        Assert.Equal(ResponseCode.FlowControl, response.Code);
        Assert.Equal("too fast", response.Remark);
        Assert.Contains("too fast", oneWay.Message, StringComparison.Ordinal);
        Assert.Equal(1, arrived);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Hook_Throws_FailsTheRequestWithItsName(bool before, bool asynchronous)
    {
        var afterwards = 0;
        var server = new Hook("broken", before: before ? Throw : null, after: before ? null : Throw, asynchronous: asynchronous);
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ServerHooks = new RpcHookPipeline([new Hook("outer", after: _ => afterwards++), server]);
            setup.ClientOptions = new RemotingClientOptions { SerializeType = SerializeType.RocketMq };
            setup.Processors.Register(7, Processor.Echo, Processor.Inline);
        });

        var response = await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);
        Assert.Equal(ResponseCode.SystemError, response.Code);
        Assert.Equal(SerializeType.Json, response.SerializeType);
        Assert.Contains($"The RPC hook 'broken' failed {(before ? "before" : "after")} request code 7: InvalidOperationException: out of " +
            "order", response.Remark, StringComparison.Ordinal);
        Assert.Equal(1, afterwards);

        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), new RpcHookPipeline([server]), new LogCollector(), TimeProvider.System);
        var failure = await Assert.ThrowsAsync<RemotingHookException>(
            async () => await client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit));
        Assert.Contains("The RPC hook 'broken' failed", failure.Message, StringComparison.Ordinal);
        Assert.Equal("out of order", failure.InnerException!.Message);

        static void Throw(RpcHookContext context) => throw new InvalidOperationException("out of order");
    }

    [Fact]
    public async Task After_CallFails_SeesTheFailure()
    {
        Exception? seen = null;
        using var server = new RawServer();
        await using var client = new RemotingClient(
            new RemotingClientOptions(), TestTransports.Create(), new RpcHookPipeline([new Hook("watch", after: context
                => seen = context.Failure)]), new LogCollector(), TimeProvider.System);
        var call = client.InvokeAsync(server.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        using (var peer = await server.AcceptAsync()) await peer.ReadFrameAsync();

        var failure = await Assert.ThrowsAsync<RemotingSendException>(() => call);
        Assert.Same(failure, seen);
    }

    [Fact]
    public async Task After_SuspendedOrOneWay_SeesNoResponse()
    {
        var codes = new List<int?>();
        var done = new TaskCompletionSource();
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ServerHooks = new RpcHookPipeline([new Hook("watch", after: context =>
            {
                codes.Add(context.ResponseCode);
                Assert.Throws<InvalidOperationException>(() => context.Reject(1, "too late"));
                Assert.Throws<InvalidOperationException>(() => context.SetField("too", "late"));
                Assert.True(context.RequestBody.IsEmpty);
                if (codes.Count == 2) done.SetResult();
            })]);
            setup.Processors.Register(11, Processor.From(static context => context.Suspend()), Processor.Inline);
            setup.Processors.Register(15, Processor.Echo, Processor.Inline);
        });

        await peers.Client.InvokeOneWayAsync(peers.Address, RemotingCommand.CreateRequest(11, new byte[10]), Limit);
        await peers.Client.InvokeOneWayAsync(peers.Address, RemotingCommand.CreateRequest(15, new byte[10]), Limit);

        await done.Task.WaitAsync(Limit);
        Assert.Equal([null, null], codes);
    }

    [Fact]
    public async Task Replace_WhileARequestIsUnderWay_FinishesItWithTheOldHooks()
    {
        var trail = new List<string>();
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var pipeline = new RpcHookPipeline([Recorder("old", trail, false)]);
        await using var peers = await Peers.StartAsync(setup =>
        {
            setup.ServerHooks = pipeline;
            setup.Processors.Register(7, new Processor(async _ =>
            {
                entered.TrySetResult();
                await release.Task;
            }), Processor.Inline);
        });
        var call = peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        await entered.Task;

        var drained = pipeline.Replace([Recorder("new", trail, false)]);
        Assert.False(drained.IsCompleted);
        release.SetResult();
        await call;
        await drained.WaitAsync(Limit);
        await peers.Client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit);

        Assert.Equal(["old before Inbound 7 ", "old after 0 ", "new before Inbound 7 ", "new after 0 "], trail);
    }

    private static Hook Recorder(string name, List<string> trail, bool asynchronous) => new(
        name,
        context => trail.Add($"{name} before {context.Direction} {context.RequestCode} {Encoding.UTF8.GetString(context.RequestBody)}"),
        context => trail.Add($"{name} after {context.ResponseCode} {context.ResponseRemark}"),
        asynchronous);
}
