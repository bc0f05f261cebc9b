using PluggableMQ.Client.Instance;

namespace PluggableMQ.Client.Tests.Instance;

public sealed class LifecycleTests
{
    private readonly Lifecycle _lifecycle = new("producer");

    [Fact]
    public void BeginStart_WhileStarting_SaysThatItFailedUntilItHasSucceeded()
    {
        _lifecycle.BeginStart();
        Assert.Equal(ServiceState.StartFailed, _lifecycle.State);
        Assert.StartsWith("The producer service state not OK, maybe started once, START_FAILED\nSee ", Assert.Throws<MqServiceStateException>(_lifecycle.BeginStart).Message, StringComparison.Ordinal);
        _lifecycle.Started();
        Assert.Equal(ServiceState.Running, _lifecycle.State);
        Assert.StartsWith("The producer service state not OK, maybe started once, RUNNING", Assert.Throws<MqServiceStateException>(_lifecycle.BeginStart).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BeginStart_Refused_CanBeTriedAgain()
    {
        _lifecycle.BeginStart();
        _lifecycle.Refused();
        _lifecycle.BeginStart();
    }

    [Fact]
    public void BeginShutdown_OnlyOnceAndOnlyWhenRunning()
    {
        Assert.False(_lifecycle.BeginShutdown());
        Assert.Equal(ServiceState.CreateJust, _lifecycle.State);
        _lifecycle.BeginStart();
        _lifecycle.Started();
        Assert.True(_lifecycle.BeginShutdown());
        Assert.False(_lifecycle.BeginShutdown());
        Assert.StartsWith("The producer service state not OK, maybe started once, SHUTDOWN_ALREADY", Assert.Throws<MqServiceStateException>(_lifecycle.BeginStart).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EnsureRunning_Otherwise_SaysTheState()
    {
        Assert.StartsWith("The producer service state not OK, CREATE_JUST", Assert.Throws<MqServiceStateException>(_lifecycle.EnsureRunning).Message, StringComparison.Ordinal);
        _lifecycle.BeginStart();
        _lifecycle.Started();
        _lifecycle.EnsureRunning();
    }
}
