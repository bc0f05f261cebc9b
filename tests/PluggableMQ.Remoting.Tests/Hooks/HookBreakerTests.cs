using PluggableMQ.Remoting.Hooks;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests.Hooks;

public sealed class HookBreakerTests
{
    private readonly ManualClock _clock = new();
    private readonly HookBreaker _breaker;

    public HookBreakerTests() => _breaker = new HookBreaker(new HookClock(_clock));

    [Fact]
    public void Failed_FiveInARow_SwitchesOff()
    {
        for (var i = 0; i < 4; i++) Assert.False(Fail());
        Assert.Equal(HookAdmission.Admitted, _breaker.Admit(HookPhase.Before, false));

        Assert.True(Fail());

        Assert.Equal(RpcHookState.Off, _breaker.State);
        Assert.Equal(HookAdmission.SwitchedOff, _breaker.Admit(HookPhase.Before, false));
        Assert.Equal(HookAdmission.SwitchedOff, _breaker.Admit(HookPhase.After, false));
    }

    [Fact]
    public void Failed_WithASuccessBetween_StaysOn()
    {
        for (var i = 0; i < 4; i++) Fail();
        Succeed();
        for (var i = 0; i < 4; i++) Fail();
        Assert.Equal(RpcHookState.On, _breaker.State);
    }

    [Fact]
    public void Failed_EachTimeInOnePhaseOnly_IsNotHiddenByTheOtherPhase()
    {
        for (var i = 0; i < 5; i++)
        {
            Succeed();
            Fail(HookPhase.After);
        }

        Assert.Equal(RpcHookState.Off, _breaker.State);
    }

    [Theory]
    [InlineData(2, 1, RpcHookState.Off)]
    [InlineData(2, 3, RpcHookState.On)]
    public void Failed_OfTwentyCalls_SwitchesOffWhenMoreThanHalfFail(int failures, int successes, RpcHookState expected)
    {
        for (var call = 0; call < 42;)
        {
            for (var i = 0; i < failures; i++, call++) Fail();
            for (var i = 0; i < successes; i++, call++) Succeed();
        }

        Assert.Equal(expected, _breaker.State);
    }

    [Fact]
    public void Failed_OverALongTime_IsNotAddedUp()
    {
        for (var i = 0; i < 40; i++)
        {
            Fail();
            Fail();
            Succeed();
            _clock.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(RpcHookState.On, _breaker.State);
    }

    [Fact]
    public void Admit_After30Seconds_LetsOneRequestTry()
    {
        SwitchOff();
        _clock.Advance(TimeSpan.FromMilliseconds(29_999));
        Assert.Equal(HookAdmission.SwitchedOff, _breaker.Admit(HookPhase.Before, false));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(HookAdmission.Probe, _breaker.Admit(HookPhase.Before, false));
        Assert.Equal(RpcHookState.Probing, _breaker.State);
        Assert.Equal(HookAdmission.SwitchedOff, _breaker.Admit(HookPhase.Before, false));

        Assert.True(_breaker.Succeeded(HookPhase.Before, true));
        Assert.Equal(HookAdmission.Admitted, _breaker.Admit(HookPhase.Before, false));
        for (var i = 0; i < 4; i++) Assert.False(Fail());
    }

    [Fact]
    public void Failed_Probe_SwitchesOffForAnother30Seconds()
    {
        SwitchOff();
        _clock.Advance(TimeSpan.FromSeconds(30));
        _breaker.Admit(HookPhase.Before, false);

        Assert.True(_breaker.Failed(HookPhase.Before, true));

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(HookAdmission.SwitchedOff, _breaker.Admit(HookPhase.Before, false));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HookAdmission.Probe, _breaker.Admit(HookPhase.Before, false));
    }

    [Fact]
    public void Succeeded_ProbeOfAHookThatFailedAfterwards_ProvesItAfterwardsOnly()
    {
        SwitchOff(HookPhase.After);
        _clock.Advance(TimeSpan.FromSeconds(30));
        _breaker.Admit(HookPhase.Before, false);

        Assert.False(_breaker.Succeeded(HookPhase.Before, true));
        Assert.Equal(HookAdmission.Probe, _breaker.Admit(HookPhase.After, true));
        Assert.Equal(HookAdmission.SwitchedOff, _breaker.Admit(HookPhase.After, false));
        Assert.True(_breaker.Succeeded(HookPhase.After, true));
        Assert.Equal(RpcHookState.On, _breaker.State);
    }

    [Fact]
    public void Admit_ProbeWithoutOutcome_IsFollowedByAnother()
    {
        SwitchOff();
        _clock.Advance(TimeSpan.FromSeconds(30));
        _breaker.Admit(HookPhase.Before, false);

        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HookAdmission.Probe, _breaker.Admit(HookPhase.Before, false));
        _breaker.GiveUpProbe();
        Assert.Equal(HookAdmission.Probe, _breaker.Admit(HookPhase.Before, false));
    }

    [Fact]
    public void Outcome_OfACallFromBeforeItWasSwitchedOff_ChangesNothing()
    {
        SwitchOff();
        Assert.False(_breaker.Succeeded(HookPhase.Before, false));
        Assert.False(Fail());
        Assert.Equal(RpcHookState.Off, _breaker.State);
    }

    private void SwitchOff(HookPhase phase = HookPhase.Before)
    {
        for (var i = 0; i < 5; i++) Fail(phase);
        Assert.Equal(RpcHookState.Off, _breaker.State);
    }

    private bool Fail(HookPhase phase = HookPhase.Before) => _breaker.Failed(phase, false);

    private void Succeed() => _breaker.Succeeded(HookPhase.Before, false);
}
