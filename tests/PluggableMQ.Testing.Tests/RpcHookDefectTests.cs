using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of hooks finds hooks that are wrong, and lets a right one pass.</summary>
public class RpcHookDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(HasNoName), nameof(RpcHookContract.Name_AnyTime_IsOneText)),
        new(typeof(KeepsTheContext), nameof(RpcHookContract.Context_GivenBack_IsNotKept)),
        new(typeof(UsesAnOldContext), nameof(RpcHookContract.Context_GivenBack_IsNotUsedAgain)),
        new(typeof(ReadsLaterOnATimer), nameof(RpcHookContract.Context_GivenBack_IsNotUsedAgain)),
        new(typeof(BlocksTheThread), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
        new(typeof(ThrowsAfterAFailure), nameof(RpcHookContract.After_RequestThatFailed_Ends)),
        new(typeof(ThrowsWithoutAResponse), nameof(RpcHookContract.After_OneWayRequest_Ends)),
        new(typeof(TrustsThePeer), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
        new(typeof(SetsAFieldAfterwards), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
        new(typeof(ReadsTheBodyAfterwards), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
        new(typeof(RejectsWithoutAWord), nameof(RpcHookContract.BeforeAndAfter_AnyRequest_End)),
        new(typeof(IgnoresTheToken), nameof(RpcHookContract.Before_TokenIsCancelled_Ends)),
        new(typeof(OneRequestAtATime), nameof(RpcHookContract.Requests_Overlapping_AreKeptApart)),
        new(typeof(CountsWithoutALock), nameof(RpcHookContract.Requests_ManyThreads_AreKeptApart)),
        new(typeof(ExpectsAnAfter), nameof(RpcHookContract.Before_WithoutAnAfter_LeavesNothingBroken)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectHook_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    internal abstract class Kit : RpcHookContract
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(2);
    }

    internal sealed class Correct : RpcHookContract
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            Before = (request, _) =>
            {
                if (request.GetField("e") is { } queue && !int.TryParse(queue, out var _)) request.Reject(1, "Field e is no number.");
                else request.SetField("seen", request.RequestBody.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
                return ValueTask.CompletedTask;
            },
        };
    }

    internal sealed class HasNoName : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook { Name = "" };
    }

    internal sealed class KeepsTheContext : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context)
        {
            var seen = new List<RpcHookContext>();
            return new Hook
            {
                Before = (request, _) =>
                {
                    lock (seen) seen.Add(request);
                    return ValueTask.CompletedTask;
                },
            };
        }
    }

    internal sealed class UsesAnOldContext : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context)
        {
            RpcHookContext? last = null;
            return new Hook
            {
                Before = (request, _) =>
                {
                    GC.KeepAlive(last?.RequestCode);
                    last = request;
                    return ValueTask.CompletedTask;
                },
            };
        }
    }

    internal sealed class ReadsLaterOnATimer : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            After = (request, _) =>
            {
                context.Clock.CreateTimer(state => GC.KeepAlive(request.ResponseCode), null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
                return ValueTask.CompletedTask;
            },
        };
    }

    internal sealed class BlocksTheThread : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            Before = (request, _) =>
            {
                if (request.RequestCode == 11) Thread.Sleep(TimeSpan.FromMinutes(1));
                return ValueTask.CompletedTask;
            },
        };
    }

    internal sealed class ThrowsAfterAFailure : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            After = (request, _) => request.Failure is null ? ValueTask.CompletedTask : throw request.Failure,
        };
    }

    internal sealed class ThrowsWithoutAResponse : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            After = (request, _) => request.Failure is null && request.ResponseCode!.Value < 0 ? throw new InvalidOperationException() : ValueTask.CompletedTask,
        };
    }

    internal sealed class TrustsThePeer : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            Before = (request, _) =>
            {
                if (request.RequestCode == 310) request.SetField("length", $"{request.GetField("b")!.Length}");
                return ValueTask.CompletedTask;
            },
        };
    }

    internal sealed class SetsAFieldAfterwards : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            After = (request, _) =>
            {
                request.SetField("elapsed", request.Elapsed.ToString());
                return ValueTask.CompletedTask;
            },
        };
    }

    internal sealed class ReadsTheBodyAfterwards : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            After = (request, _) => request.RequestBody.Length < 0 ? throw new InvalidOperationException() : ValueTask.CompletedTask,
        };
    }

    internal sealed class RejectsWithoutAWord : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            Before = (request, _) =>
            {
                if (request.RequestCode < 0) request.Reject(3, "");
                return ValueTask.CompletedTask;
            },
        };
    }

    internal sealed class IgnoresTheToken : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context) => new Hook
        {
            Before = (_, token) => new(token.IsCancellationRequested ? new TaskCompletionSource().Task : Task.CompletedTask),
        };
    }

    internal sealed class OneRequestAtATime : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context)
        {
            var free = new SemaphoreSlim(1);
            return new Hook
            {
                Before = (_, token) => new(free.WaitAsync(token)),
                After = (_, _) =>
                {
                    free.Release();
                    return ValueTask.CompletedTask;
                },
            };
        }
    }

    internal sealed class CountsWithoutALock : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context)
        {
            var running = 0;
            var together = new Rendezvous(2);
            return new Hook
            {
                // Read, then written: what another thread added meanwhile is lost.
                Before = (_, _) =>
                {
                    var before = running;
                    together.Meet();
                    running = before + 1;
                    return running == before + 1 && together.HasMet && before == 0 ? throw new InvalidOperationException("Two are the first.") : ValueTask.CompletedTask;
                },
            };
        }
    }

    internal sealed class ExpectsAnAfter : Kit
    {
        protected override IRpcHook Create(RpcHookCreationContext context)
        {
            var open = 0;
            return new Hook
            {
                Before = (_, _) => Interlocked.Increment(ref open) > 1_000 ? throw new InvalidOperationException("Too many requests are open.") : ValueTask.CompletedTask,
                After = (_, _) =>
                {
                    Interlocked.Decrement(ref open);
                    return ValueTask.CompletedTask;
                },
            };
        }
    }

    /// <summary>A hook made of two functions.</summary>
    internal sealed class Hook : IRpcHook
    {
        public string Name { get; init; } = "planted";

        public Func<RpcHookContext, CancellationToken, ValueTask> Before { get; init; } = static (_, _) => ValueTask.CompletedTask;

        public Func<RpcHookContext, CancellationToken, ValueTask> After { get; init; } = static (_, _) => ValueTask.CompletedTask;

        public ValueTask BeforeAsync(RpcHookContext context, CancellationToken cancellationToken) => Before(context, cancellationToken);

        public ValueTask AfterAsync(RpcHookContext context, CancellationToken cancellationToken) => After(context, cancellationToken);
    }
}
