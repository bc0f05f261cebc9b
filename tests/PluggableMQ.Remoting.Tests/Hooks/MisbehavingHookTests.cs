using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests.Hooks;

/// <summary>What comes of requests whose hook throws, does not end, or blocks; over real connections.</summary>
public sealed class MisbehavingHookTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ManualClock _clock = new();
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(true, RpcHookFailureMode.FailClosed)]
    [InlineData(true, RpcHookFailureMode.FailOpen)]
    [InlineData(false, RpcHookFailureMode.FailClosed)]
    [InlineData(false, RpcHookFailureMode.FailOpen)]
    public async Task Hook_DoesNotEnd_IsCutOffAtItsLimit(bool before, RpcHookFailureMode mode)
    {
        var cancelled = new TaskCompletionSource();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<RpcHookContext, CancellationToken, ValueTask> hang = async (_, token) =>
        {
            token.Register(cancelled.SetResult);
            entered.SetResult();
            await new TaskCompletionSource().Task;
        };
        var entry = Entry(new ScriptedHook("slow", before ? hang : null, before ? null : hang, mode));
        await using var peers = await StartAsync(entry);

        var call = CallAsync(peers);
        // Earlier, what the clock moves would count as time that a call took which ends at once.
        await entered.Task.WaitAsync(Limit);
        await _clock.AdvanceUntilAsync(call, TimeSpan.FromMilliseconds(50));
        var response = await call;

        await cancelled.Task.WaitAsync(Limit);
        Assert.Equal(1, entry.Counts.Timeouts);
        Assert.Equal(0, entry.Counts.Failures);
        Assert.Contains("'slow' did not end within 200 ms", (await _log.WaitAsync(1040)).Text, StringComparison.Ordinal);
        if (mode == RpcHookFailureMode.FailOpen)
        {
            Assert.Equal(ResponseCode.Success, response.Code);
            return;
        }

        Assert.Equal(ResponseCode.SystemError, response.Code);
        Assert.Contains($"The RPC hook 'slow' did not end within 200 ms {(before ? "before" : "after")} request code 7", response.Remark, StringComparison.Ordinal);
        Assert.Contains("timeLimitMs", response.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hook_DoesNotEndOnTheClient_ThrowsWithItsName()
    {
        await using var peers = await StartAsync();
        await using var client = Client(Entry(new ScriptedHook("slow", static async (_, _) => await new TaskCompletionSource().Task)));

        var call = client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit).AsTask();
        await _clock.AdvanceUntilAsync(call, TimeSpan.FromMilliseconds(50));

        Assert.Equal("slow", (await Assert.ThrowsAsync<RemotingHookException>(() => call)).Hook);
    }

    [Fact]
    public async Task Hook_CallerGivesUp_IsNoFailure()
    {
        var entered = new TaskCompletionSource();
        var entry = Entry(new ScriptedHook("waits", async (_, token) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await using var peers = await StartAsync();
        await using var client = Client(entry);
        using var caller = new CancellationTokenSource();

        var call = client.InvokeAsync(peers.Address, RemotingCommand.CreateRequest(7), Limit, caller.Token).AsTask();
        await entered.Task.WaitAsync(Limit);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(default, entry.Counts);
    }

    [Fact]
    public async Task Hook_CutOffTouchesTheContextLater_OnlyThrows()
    {
        var release = new TaskCompletionSource();
        var outcomes = new TaskCompletionSource<List<string>>();
        var first = true;
        var entry = Entry(new ScriptedHook("late", mode: RpcHookFailureMode.FailOpen, before: async (context, token) =>
        {
            if (!first) return;
            first = false;
            await release.Task;
            List<string> list = [];
            foreach (Action use in new Action[]
            {
                () => context.SetField("a", "late"), () => context.Reject(16, "late"), () => context.TryGetField("a"u8, out _),
                () => context.GetField("a"), () => context.GetFields(), () => _ = context.RequestBody,
            })
            {
                try
                {
                    use();
                    list.Add("went through");
                }
                catch (InvalidOperationException e)
                {
                    list.Add(e.Message);
                }
            }

            outcomes.SetResult(list);
        }));
        await using var peers = await StartAsync(entry);
        var call = CallAsync(peers);
        await _clock.AdvanceUntilAsync(call, TimeSpan.FromMilliseconds(50));
        Assert.Equal(ResponseCode.Success, (await call).Code);

        // The pooled parts of that request are in use for others when the hook comes back.
        var others = Enumerable.Range(0, 50).Select(_ => CallAsync(peers)).ToList();
        release.SetResult();
        var outcome = await outcomes.Task.WaitAsync(Limit);

        Assert.All(await Task.WhenAll(others), response => Assert.Equal((ResponseCode.Success, "1"), (response.Code, response.Remark)));
        Assert.Equal(6, outcome.Count);
        Assert.All(outcome, text => Assert.Contains("cut off at its time limit", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hook_Blocks_IsCountedAndSwitchedOff()
    {
        var entry = Entry(new ScriptedHook("heavy", (_, _) =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(201));
            return default;
        }));
        await using var peers = await StartAsync(entry);

        for (var i = 0; i < 5; i++) Assert.Equal(ResponseCode.Success, (await CallAsync(peers)).Code);

        Assert.Equal(5, entry.Counts.Blocked);
        Assert.Equal(RpcHookState.Off, entry.State);
        Assert.Contains("kept its thread for 201 ms", entry.LastFault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hook_SwitchedOffFailClosed_RefusesAtOnceUntilAProbeSucceeds()
    {
        var isBroken = true;
        var hook = new ScriptedHook("acl", (_, _) => isBroken ? throw new InvalidOperationException("no rules") : default);
        var entry = Entry(hook);
        await using var peers = await StartAsync(entry);
        for (var i = 0; i < 5; i++) Assert.Contains("no rules", (await CallAsync(peers)).Remark, StringComparison.Ordinal);

        var refused = await CallAsync(peers);

        Assert.Equal(ResponseCode.SystemError, refused.Code);
        Assert.Contains("'acl' keeps failing and is switched off", refused.Remark, StringComparison.Ordinal);
        Assert.Equal((5, 1), (hook.Calls, (int)entry.Counts.Skipped));
        Assert.Contains("'acl' is switched off for 30 seconds", (await _log.WaitAsync(1041)).Text, StringComparison.Ordinal);
        Assert.Single(_log.Events, e => e.Id == 1040);
        Assert.DoesNotContain(_log.Events, e => e.Id == 1021);

        isBroken = false;
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(ResponseCode.Success, (await CallAsync(peers)).Code);
        Assert.Equal(RpcHookState.On, entry.State);
        Assert.Contains("'acl' works again", (await _log.WaitAsync(1042)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hook_SwitchedOffFailOpen_LetsPassWithoutIt()
    {
        var hook = new ScriptedHook("watch", static (_, _) => throw new InvalidOperationException("full"), mode: RpcHookFailureMode.FailOpen);
        await using var peers = await StartAsync(Entry(hook));

        for (var i = 0; i < 20; i++) Assert.Equal(ResponseCode.Success, (await CallAsync(peers)).Code);

        Assert.Equal(5, hook.Calls);
    }

    [Fact]
    public async Task Hook_RejectsAndThrowsFailOpen_IsAsIfItWereNotThere()
    {
        var afterwards = 0;
        var inner = new ScriptedHook("inner");
        var outer = new ScriptedHook("outer", mode: RpcHookFailureMode.FailOpen, before: static (context, _) =>
        {
            context.Reject(16, "no");
            throw new InvalidOperationException("and more");
        }, after: (_, _) =>
        {
            afterwards++;
            return default;
        });
        await using var peers = await StartAsync(Entry(outer), Entry(inner));

        Assert.Equal(ResponseCode.Success, (await CallAsync(peers)).Code);

        Assert.Equal((1, 0), (inner.Calls, afterwards));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_TwoHooksThrow_BothAreCountedAndTheFirstToFailIsTold(bool asynchronous)
    {
        var entries = new[] { "outer", "inner" }.Select(name => Entry(new ScriptedHook(name, after: async (_, _) =>
        {
            if (asynchronous) await Task.Yield();
            throw new InvalidOperationException($"{name} is broken");
        }))).ToArray();
        await using var peers = await StartAsync(entries);

        var response = await CallAsync(peers);

        Assert.Contains("'inner' failed after", response.Remark, StringComparison.Ordinal);
        Assert.All(entries, entry => Assert.Equal(1, entry.Counts.Failures));
    }

    [Fact]
    public async Task Hook_Rejects_IsCountedAndNoFailure()
    {
        var entry = Entry(new ScriptedHook("acl", static (context, _) =>
        {
            context.Reject(16, "no");
            return default;
        }));
        await using var peers = await StartAsync(entry);

        for (var i = 0; i < 10; i++) Assert.Equal(ResponseCode.NoPermission, (await CallAsync(peers)).Code);

        Assert.Equal(new RpcHookCounts(0, 0, 0, 10, 0), entry.Counts);
        Assert.Equal((RpcHookState.On, null), (entry.State, entry.LastFault));
    }

    [Fact]
    public void Entry_Policy_IsTheOperatorsElseTheHooksElseClosed()
    {
        var open = new ScriptedHook("open", mode: RpcHookFailureMode.FailOpen);
        Assert.Equal(RpcHookFailureMode.FailOpen, new RpcHookEntry(open).OnFailure);
        Assert.Equal(RpcHookFailureMode.FailClosed, new RpcHookEntry(open, new RpcHookEntryOptions { OnFailure = RpcHookFailureMode.FailClosed }).OnFailure);
        Assert.Equal(RpcHookFailureMode.FailClosed, new RpcHookEntry(new Hook("plain")).OnFailure);
        Assert.Equal(TimeSpan.FromSeconds(1), new RpcHookEntry(open).TimeLimit);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RpcHookEntry(open, new RpcHookEntryOptions { TimeLimit = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RpcHookEntry(open, new RpcHookEntryOptions { TimeLimit = TimeSpan.FromSeconds(61) }));
    }

    [Fact]
    public void Replace_HookStays_KeepsItsEntry()
    {
        var stays = new Hook("stays");
        var pipeline = new RpcHookPipeline([new Hook("goes"), stays]);
        var entry = pipeline.Entries[1];

        var drained = pipeline.Replace([stays, new Hook("comes")]);

        Assert.Same(entry, pipeline.Entries[0]);
        Assert.True(drained.IsCompletedSuccessfully);
    }

    private RpcHookEntry Entry(IRpcHook hook) => new(hook, new RpcHookEntryOptions { TimeLimit = TimeSpan.FromMilliseconds(200) }, _clock, _log);

    private RemotingClient Client(RpcHookEntry entry) => new(
        new RemotingClientOptions(), TestTransports.Create(), new RpcHookPipeline([entry]), _log, TimeProvider.System);

    private Task<Peers> StartAsync(params RpcHookEntry[] entries) => Peers.StartAsync(setup =>
    {
        setup.ServerHooks = new RpcHookPipeline(entries);
        setup.Logging = _log;
        setup.Processors.Register(
            7, Processor.From(static context => context.Response.SetResult(ResponseCode.Success, context.Request.Fields.GetString("a"u8))), Processor.Inline);
    });

    private static Task<RemotingCommand> CallAsync(Peers peers)
    {
        var request = RemotingCommand.CreateRequest(7, "body"u8.ToArray());
        request.Fields.Add("a"u8, 1);
        return peers.Client.InvokeAsync(peers.Address, request, Limit).AsTask();
    }
}
