using PluggableMQ.Remoting.Hooks;

namespace PluggableMQ.Remoting.Tests.Hooks;

public sealed class HookSetTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Retire_NobodyInside_IsDrainedAtOnce()
    {
        var set = new HookSet([]);
        Assert.False(set.Drained.IsCompleted);
        set.Retire();
        Assert.True(set.Drained.IsCompleted);
    }

    [Fact]
    public void Retire_TwoInside_IsDrainedWhenBothHaveLeft()
    {
        var current = new HookSet([]);
        var first = HookSet.Enter(ref current);
        var second = HookSet.Enter(ref current);
        first.Retire();
        Assert.False(first.Drained.IsCompleted);
        first.Leave();
        Assert.False(first.Drained.IsCompleted);
        second.Leave();
        Assert.True(first.Drained.IsCompleted);
    }

    [Fact]
    public void Constructor_MoreThan64_SaysHowManyMay()
        => Assert.Contains("more than the 64", Assert.Throws<ArgumentException>(() => new HookSet(new RpcHookEntry[65])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Enter_WhileSetsAreReplaced_NoSetIsDrainedWithSomebodyInsideAndEachIsInTheEnd()
    {
        const int Replacements = 2_000;
        var current = new HookSet([]);
        var stop = false;
        var wrong = 0;
        var inside = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref stop))
                {
                    var set = HookSet.Enter(ref current);
                    Thread.Yield();
                    if (set.Drained.IsCompleted) Interlocked.Increment(ref wrong);
                    // As a request does whose end runs on another core.
                    set.Leave();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();

        var drained = new List<Task>();
        for (var i = 0; i < Replacements; i++)
        {
            var old = current;
            Volatile.Write(ref current, new HookSet([]));
            old.Retire();
            drained.Add(old.Drained);
            if (i % 8 == 0) Thread.Yield();
        }

        Volatile.Write(ref stop, true);
        await Task.WhenAll(inside).WaitAsync(Limit);
        await Task.WhenAll(drained).WaitAsync(Limit);
        Assert.Equal(0, wrong);
        Assert.False(current.Drained.IsCompleted);
    }
}
