using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.Testing.Contracts;

/// <summary>What every <see cref="IRpcHook"/> promises.</summary>
public abstract class RpcHookContract : ContractKit
{
    /// <summary>The clock that hooks are made with. It stands still unless the test moves it.</summary>
    protected ManualClock Clock { get; } = new();

    /// <summary>The host that hooks are made for.</summary>
    protected virtual HostRole Role => HostRole.Broker;

    /// <summary>Makes a hook.</summary>
    /// <param name="context">The host that it is for.</param>
    /// <returns>A new hook; disposed by the kit if it can be.</returns>
    protected abstract IRpcHook Create(RpcHookCreationContext context);

    /// <summary>Requests of a hook's own, in addition to the kit's.</summary>
    /// <returns>New contexts at each call.</returns>
    protected virtual IEnumerable<TestRpcContext> MoreRequests() => [];

    [Fact]
    public void Name_AnyTime_IsOneText()
    {
        var hook = Make();

        Assert.False(string.IsNullOrWhiteSpace(hook.Name), "Name is blank; logs, metrics and health reports show it.");
        Assert.Equal(hook.Name, hook.Name);
        Assert.Equal(hook.Name, Make().Name);
    }

    [Fact]
    public void OnFailure_WhereThereIsOne_IsAKnownMode()
    {
        if (Make() is IRpcHookFailurePolicy policy) Assert.True(Enum.IsDefined(policy.OnFailure), $"OnFailure is {policy.OnFailure}.");
    }

    [Fact]
    public async Task BeforeAndAfter_AnyRequest_End()
    {
        var hook = Make();
        foreach (var request in Requests()) await RunAsync(hook, request);
    }

    [Fact]
    public async Task After_RequestThatFailed_Ends()
    {
        var hook = Make();
        foreach (var request in Requests()) await RunAsync(hook, request, context => context.Fail(new IOException("The connection broke.")));
    }

    [Fact]
    public async Task After_RequestThatALaterHookRejected_Ends()
    {
        var hook = Make();
        foreach (var request in Requests()) await RunAsync(hook, request, context => context.Answer(16, "No permission."));
    }

    [Fact]
    public async Task After_OneWayRequest_Ends()
    {
        var hook = Make();
        foreach (var direction in new[] { RpcDirection.Inbound, RpcDirection.Outbound })
            await RunAsync(hook, new TestRpcContext(310, direction, "body"u8.ToArray(), isOneWay: true), context => context.Answer(null));
    }

    [Fact]
    public async Task Before_WithoutAnAfter_LeavesNothingBroken()
    {
        // A request that this or an earlier hook rejected, or whose connection broke, has no After.
        var hook = Make();
        for (var i = 0; i < 100; i++)
        {
            foreach (var request in Requests()) await BeforeAsync(hook, request);
        }

        await RunAsync(hook, Requests().First());
    }

    [Fact]
    public async Task Before_TokenIsCancelled_Ends()
    {
        var hook = Make();
        var cancelled = new CancellationToken(canceled: true);
        foreach (var request in Requests())
        {
            try
            {
                await BeforeAsync(hook, request, cancelled);
                if (request.RejectionCode is null) await AfterAsync(hook, request, cancelled);
            }
            catch (OperationCanceledException)
            {
                // What a token is for.
            }

            Assert.Empty(request.Violations);
        }
    }

    [Fact]
    public async Task Requests_Overlapping_AreKeptApart()
    {
        var hook = Make();
        var requests = Requests().ToList();
        foreach (var request in requests) await BeforeAsync(hook, request);
        // The first one ends first, and is gone while the others still run.
        foreach (var request in requests.Where(request => request.RejectionCode is null)) await AfterAndGiveBackAsync(hook, request);

        await RunAsync(hook, Requests().First());
        Assert.All(requests, request => Assert.Empty(request.Violations));
    }

    [Fact]
    public async Task Requests_ManyThreads_AreKeptApart()
    {
        var hook = Make();
        var violations = new List<string>[8];
        await ConcurrentlyAsync(violations.Length, thread =>
        {
            violations[thread] = [];
            for (var i = 0; i < 100; i++)
            {
                foreach (var request in Requests())
                {
                    hook.BeforeAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    if (request.RejectionCode is null)
                    {
                        request.Answer();
                        hook.AfterAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    }

                    request.GiveBack();
                    violations[thread].AddRange(request.Violations);
                }
            }
        }, "BeforeAsync and AfterAsync on eight threads");

        Assert.Empty(violations.SelectMany(some => some));
    }

    [Fact]
    public async Task Context_GivenBack_IsNotUsedAgain()
    {
        var hook = Make();
        var requests = Requests().ToList();
        foreach (var request in requests) await RunAsync(hook, request);

        foreach (var request in Requests()) await RunAsync(hook, request);
        Clock.Advance(TimeSpan.FromHours(1));
        await EndAsync(() => DisposeOneAsync(hook), "Dispose");

        Assert.All(requests, request => Assert.Empty(request.Violations));
    }

    [Fact]
    public async Task Context_GivenBack_IsNotKept()
    {
        var hook = Make();
        var references = await RunOnAThreadThatEndsAsync(hook);

        // Memory is freed when the collector gets to it; a context that is held is never freed.
        using var limit = new CancellationTokenSource(Patience);
        while (references.Exists(reference => reference.TryGetTarget(out _)) && !limit.IsCancellationRequested)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        var kept = references.Count(reference => reference.TryGetTarget(out _));
        Assert.True(kept == 0, $"The hook holds {kept} of {references.Count} contexts after their requests have ended. The host reuses them: copy what is needed.");
        GC.KeepAlive(hook);
    }

    [Fact]
    public async Task Dispose_Twice_IsHarmless()
    {
        var hook = Make();
        await RunAsync(hook, Requests().First());

        await EndAsync(() => DisposeOneAsync(hook), "Dispose");
        await EndAsync(() => DisposeOneAsync(hook), "Dispose");
    }

    /// <summary>Makes a hook; the kit disposes it.</summary>
    private IRpcHook Make() => Own(Create(new RpcHookCreationContext(Role, Clock, NullLoggerFactory.Instance)));

    private IEnumerable<TestRpcContext> Requests()
    {
        (string, string)[] send =
            [("a", "group"), ("b", "ContractTopic"), ("c", "TBW102"), ("d", "4"), ("e", "2"), ("f", "0"), ("g", "1700000000000"), ("h", "0"), ("i", "TAGS\u0001TagA\u0002"), ("j", "0")];
        foreach (var direction in new[] { RpcDirection.Inbound, RpcDirection.Outbound })
        {
            yield return new TestRpcContext(310, direction, "a body"u8.ToArray(), fields: send);
            yield return new TestRpcContext(10, direction, [0, 255, 128], fields: [("producerGroup", "group"), ("topic", "ContractTopic"), ("queueId", "0")]);
            yield return new TestRpcContext(11, direction, fields: [("consumerGroup", "group"), ("topic", "ContractTopic"), ("queueId", "0"), ("queueOffset", "0")]);
            // What a peer sends is the peer's affair: no fields, no body, odd values, a code that nobody knows.
            yield return new TestRpcContext(310, direction);
            yield return new TestRpcContext(34, direction, "{}"u8.ToArray());
            yield return new TestRpcContext(310, direction, new byte[200_000], fields: [("b", ""), ("e", "not a number"), ("größe", new string('x', 5_000))]);
            yield return new TestRpcContext(-1, direction, fields: [("", "")]);
            yield return new TestRpcContext(int.MaxValue, direction);
        }

        foreach (var request in MoreRequests()) yield return request;
    }

    private Task BeforeAsync(IRpcHook hook, TestRpcContext request, CancellationToken cancellationToken = default)
        => EndAsync(() => hook.BeforeAsync(request, cancellationToken), $"BeforeAsync of hook '{hook.Name}'");

    private async Task AfterAsync(IRpcHook hook, TestRpcContext request, CancellationToken cancellationToken = default)
    {
        request.Answer();
        await EndAsync(() => hook.AfterAsync(request, cancellationToken), $"AfterAsync of hook '{hook.Name}'");
    }

    private async Task AfterAndGiveBackAsync(IRpcHook hook, TestRpcContext request)
    {
        await AfterAsync(hook, request);
        request.GiveBack();
    }

    private async Task RunAsync(IRpcHook hook, TestRpcContext request, Action<TestRpcContext>? end = null)
    {
        await BeforeAsync(hook, request);
        if (request.RejectionCode is null)
        {
            if (end is null) request.Answer();
            else end(request);
            await EndAsync(() => hook.AfterAsync(request, CancellationToken.None), $"AfterAsync of hook '{hook.Name}'");
        }

        request.GiveBack();
        Assert.Empty(request.Violations);
    }

    // The thread's stack is gone with it, so that only the hook can hold what was used there.
    private async Task<List<WeakReference<TestRpcContext>>> RunOnAThreadThatEndsAsync(IRpcHook hook)
    {
        var references = new List<WeakReference<TestRpcContext>>();
        await ReturnAsync(() => RunAll(hook, references), "BeforeAsync and AfterAsync");
        return references;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunAll(IRpcHook hook, List<WeakReference<TestRpcContext>> references)
    {
        foreach (var request in Requests())
        {
            hook.BeforeAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            request.Answer();
            if (request.RejectionCode is null) hook.AfterAsync(request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            request.GiveBack();
            references.Add(new WeakReference<TestRpcContext>(request));
        }
    }
}
