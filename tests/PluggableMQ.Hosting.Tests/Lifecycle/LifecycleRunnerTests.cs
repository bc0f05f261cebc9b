using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Lifecycle;

namespace PluggableMQ.Hosting.Tests.Lifecycle;

public class LifecycleRunnerTests
{
    private readonly List<string> _events = [];

    [Fact]
    public async Task StartAndStop_SeveralStages_GoUpAndThenDown()
    {
        var runner = NewRunner(Participant("b", 200), Participant("a", 100), Participant("c", 200));

        await runner.StartAsync(CancellationToken.None);
        var clean = await runner.StopAsync(CancellationToken.None);

        Assert.True(clean);
        Assert.Equal(["+a", "+b", "+c", "-c", "-b", "-a"], _events);
    }

    [Fact]
    public async Task StartAsync_OneFails_StopsItAndThoseBeforeAndThrows()
    {
        var runner = NewRunner(Participant("a", 100), Participant("b", 200, failStart: true), Participant("c", 300));

        var failure = await Assert.ThrowsAsync<IOException>(() => runner.StartAsync(CancellationToken.None).AsTask());

        Assert.Equal("b cannot start", failure.Message);
        Assert.Equal(["+a", "+b", "-b", "-a"], _events);
        Assert.True(await runner.StopAsync(CancellationToken.None));
        Assert.Equal(4, _events.Count);
    }

    [Fact]
    public async Task StopAsync_OneFails_StopsTheOthersAndReportsIt()
    {
        var runner = NewRunner(Participant("a", 100), Participant("b", 200, failStop: true));
        await runner.StartAsync(CancellationToken.None);

        Assert.False(await runner.StopAsync(CancellationToken.None));
        Assert.Equal(["+a", "+b", "-b", "-a"], _events);
    }

    [Fact]
    public async Task StartAsync_CancelledBetweenStages_StopsWhatHadStarted()
    {
        using var source = new CancellationTokenSource();
        var runner = NewRunner(Participant("a", 100, onStart: source.Cancel), Participant("b", 200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.StartAsync(source.Token).AsTask());

        Assert.Equal(["+a", "-a"], _events);
    }

    [Fact]
    public async Task StopAsync_OneDoesNotEndAfterTheGraceTime_IsLeftBehindAndTheOthersStop()
    {
        var never = new TaskCompletionSource();
        var runner = NewRunner(Participant("a", 100), new Deaf(never.Task));
        await runner.StartAsync(CancellationToken.None);
        using var grace = new CancellationTokenSource();
        var stop = runner.StopAsync(grace.Token).AsTask();
        Assert.Equal(["+a"], _events);

        await grace.CancelAsync();

        Assert.False(await stop.WaitAsync(TimeSpan.FromSeconds(120)));
        Assert.Equal(["+a", "-a"], _events);
    }

    private static LifecycleRunner NewRunner(params ILifecycleParticipant[] participants) => new(participants, NullLogger.Instance);

    private Recorder Participant(string name, int stage, bool failStart = false, bool failStop = false, Action? onStart = null)
        => new(name, stage, failStart, failStop, onStart, _events);

    private sealed class Recorder(string name, int stage, bool failStart, bool failStop, Action? onStart, List<string> events) : ILifecycleParticipant
    {
        public int Stage => stage;

        public ValueTask StartAsync(CancellationToken cancellationToken)
        {
            events.Add($"+{name}");
            onStart?.Invoke();
            return failStart ? throw new IOException($"{name} cannot start") : default;
        }

        public ValueTask StopAsync(CancellationToken cancellationToken)
        {
            events.Add($"-{name}");
            return failStop ? throw new IOException($"{name} cannot stop") : default;
        }
    }

    private sealed class Deaf(Task never) : ILifecycleParticipant
    {
        public int Stage => 200;

        public ValueTask StartAsync(CancellationToken cancellationToken) => default;

        public async ValueTask StopAsync(CancellationToken cancellationToken) => await never;
    }
}
