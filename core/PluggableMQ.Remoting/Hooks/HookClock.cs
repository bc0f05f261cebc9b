namespace PluggableMQ.Remoting.Hooks;

/// <summary>A clock in milliseconds, cheap enough to be read around each call of a hook.</summary>
/// <remarks>The system's clock is read at the resolution of its tick (a few milliseconds), which costs a quarter of a time stamp.</remarks>
internal readonly struct HookClock(TimeProvider clock)
{
    private readonly TimeProvider? _other = ReferenceEquals(clock, TimeProvider.System) ? null : clock;

    /// <summary>Milliseconds since some moment.</summary>
    public long Now => _other is null ? Environment.TickCount64 : (long)_other.GetElapsedTime(0).TotalMilliseconds;
}
