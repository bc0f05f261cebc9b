using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Protocol;
using PluggableMQ.Testing;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

public sealed class RateLimitHookTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private RateLimitHook? _hook;

    public void Dispose() => _hook?.Dispose();

    private RateLimitHook Create(int rate = 10, int burst = 0, RateLimitScope scope = RateLimitScope.GroupAndTopic, int maxBuckets = 100, params RateLimitOverride[] overrides)
        => _hook = new RateLimitHook(
            new RateLimitOptions { MessagesPerSecond = rate, Burst = burst, Scope = scope, Overrides = overrides, MaxBuckets = maxBuckets },
            new RpcHookCreationContext(HostRole.Broker, _clock, NullLoggerFactory.Instance));

    private (int Code, string Remark)? Send(string? group = "g", string? topic = "T", int code = RequestCode.SendMessageV2, int batch = 0)
    {
        var send = new FakeSend(group, topic, code, batch > 0, batch > 0 ? Batches.Of(batch) : null);
        Assert.True(_hook!.BeforeAsync(send, CancellationToken.None).IsCompletedSuccessfully);
        return send.Rejection;
    }

    private int Passed(int sends, string? group = "g", string? topic = "T") => Enumerable.Range(0, sends).Count(_ => Send(group, topic) is null);

    [Fact]
    public void Before_BeyondTheRate_AnswersAsRocketMqsFlowControl()
    {
        Create(rate: 1);
        Send();

        var (code, remark) = Send()!.Value;

        Assert.Equal(ResponseCode.SystemBusy, code);
        Assert.StartsWith("[REJECTREQUEST]system busy, start flow control for a while", remark, StringComparison.Ordinal);
        Assert.Contains("more than 1 messages per second", remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(10, 3, 3)]
    [InlineData(10, 25, 25)]
    public void Before_AfterAPause_LetsABurstPass(int rate, int burst, int expected)
    {
        Create(rate, burst);

        Assert.Equal(expected, Passed(100));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(expected, Passed(100));
    }

    [Fact]
    public void Before_AsTimePasses_LetsTheRatePass()
    {
        Create(rate: 10);
        Passed(100);

        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, Passed(5));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Passed(5));
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(5, Passed(50));
    }

    [Theory]
    [InlineData(RequestCode.SendMessage, true)]
    [InlineData(RequestCode.SendMessageV2, true)]
    [InlineData(RequestCode.SendBatchMessage, true)]
    [InlineData(RequestCode.ConsumerSendMsgBack, false)]
    [InlineData(RequestCode.PullMessage, false)]
    [InlineData(RequestCode.HeartBeat, false)]
    public void Before_RequestCodes_LimitsSendsOnly(int code, bool isLimited)
    {
        Create(rate: 1);
        Send(code: code);

        Assert.Equal(isLimited, Send(code: code) is not null);
    }

    [Fact]
    public void Before_Outbound_Passes()
    {
        Create(rate: 1);
        for (var i = 0; i < 3; i++)
        {
            var send = new FakeSend("g", "T") { Way = RpcDirection.Outbound };
            _hook!.BeforeAsync(send, CancellationToken.None);
            Assert.Null(send.Rejection);
        }
    }

    [Theory]
    [InlineData(RateLimitScope.Group, 1, 1, 0)]
    [InlineData(RateLimitScope.Topic, 1, 0, 1)]
    [InlineData(RateLimitScope.GroupAndTopic, 1, 1, 1)]
    public void Before_Scope_DecidesWhatSharesABucket(RateLimitScope scope, int first, int otherGroup, int otherTopic)
    {
        Create(rate: 1, scope: scope);

        Assert.Equal((first, otherGroup, otherTopic), (Passed(2), Passed(2, group: "other"), Passed(2, topic: "Other")));
    }

    [Fact]
    public void Before_NoRate_LimitsOnlyWhatIsOverridden()
    {
        Create(rate: 0, overrides: [new RateLimitOverride("noisy", null, new Limit(2, 0)), new RateLimitOverride(null, "Small", new Limit(1, 0))]);

        Assert.Equal((50, 2, 1, 2), (Passed(50), Passed(50, group: "noisy"), Passed(50, topic: "Small"), Passed(50, group: "noisy", topic: "Small")));
    }

    [Fact]
    public void Before_OverrideWithoutALimit_Frees()
    {
        Create(rate: 1, overrides: [new RateLimitOverride("trusted", "T", null)]);

        Assert.Equal((50, 1, 1), (Passed(50, group: "trusted"), Passed(50, group: "trusted", topic: "Other"), Passed(50)));
    }

    [Fact]
    public void Before_Batch_CountsItsMessages()
    {
        Create(rate: 10);

        Assert.Null(Send(batch: 7));
        Assert.NotNull(Send(batch: 4));
        Assert.Null(Send(code: RequestCode.SendBatchMessage, batch: 3));
        Assert.NotNull(Send());
    }

    [Fact]
    public void Before_BatchBeyondTheBurst_PassesAFullBucketAndIsPaidOff()
    {
        Create(rate: 10);
        Assert.Null(Send(batch: 30));

        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(Send());
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Null(Send());
        Assert.NotNull(Send(batch: 30));
    }

    [Fact]
    public void Before_MissingFields_ShareABucket()
    {
        Create(rate: 1);

        Assert.Equal((1, 1), (Passed(5, group: null, topic: null), Passed(5, group: null)));
    }

    [Fact]
    public void Before_LongNamesWithTheSameBeginning_ShareABucket()
    {
        Create(rate: 1);
        var name = new string('x', 5000);

        Assert.Equal((1, 0), (Passed(5, group: name + "a"), Passed(5, group: name + "b")));
    }

    [Fact]
    public void Before_EverNewGroups_RemembersABoundedNumberAndKeepsTheOneInUse()
    {
        Create(rate: 1, maxBuckets: 10);
        Send("busy");

        var refused = 0;
        for (var i = 0; i < 1000; i++)
        {
            Send($"new-{i}");
            if (Send("busy") is not null) refused++;
        }

        Assert.Equal(1000, refused);
        Assert.InRange(_hook!.BucketCount, 1, 10);
    }

    [Fact]
    public void Before_ManyThreads_LetsExactlyTheBurstPass()
    {
        Create(rate: 1000);
        var passed = 0;

        Parallel.For(0, 8, _ =>
        {
            var send = new FakeSend("g", "T");
            for (var i = 0; i < 1000; i++)
            {
                send.Clear();
                _hook!.BeforeAsync(send, CancellationToken.None);
                if (send.Rejection is null) Interlocked.Increment(ref passed);
            }
        });

        Assert.Equal(1000, passed);
    }

    [Fact]
    public void OnFailure_IsOpen() => Assert.Equal(RpcHookFailureMode.FailOpen, Create().OnFailure);

    [Fact]
    public void Before_SteadyState_AllocatesNothing()
    {
        Create(rate: 100);
        FakeSend[] sends = [new("g", "T"), new("g2", "T", RequestCode.SendMessage), new("g", "T", isBatch: true, body: Batches.Of(5))];
        Run(sends);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(sends);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotNull(sends[0].Rejection);
    }

    private void Run(FakeSend[] sends)
    {
        for (var i = 0; i < 1000; i++)
        {
            var send = sends[i % sends.Length];
            send.Clear();
            _hook!.BeforeAsync(send, CancellationToken.None);
            _hook.AfterAsync(send, CancellationToken.None);
        }
    }
}
