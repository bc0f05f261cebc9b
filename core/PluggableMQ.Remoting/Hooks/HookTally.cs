namespace PluggableMQ.Remoting.Hooks;

/// <summary>Counts the outcomes of one method of a hook, from a first failure on. Guarded by its owner.</summary>
internal struct HookTally
{
    /// <summary>So many failures in a row are too many.</summary>
    public const int MaxConsecutive = 5;

    /// <summary>Of fewer calls in a window no share is taken.</summary>
    public const int MinCalls = 20;

    /// <summary>How long calls are counted together, in milliseconds.</summary>
    public const long Window = 10_000;

    private long _windowEnd;
    private int _calls;
    private int _failures;
    private int _consecutive;

    /// <summary>Whether nothing has failed lately, so that nothing need be counted.</summary>
    public readonly bool IsQuiet(long now) => _consecutive == 0 && (_failures == 0 || now >= _windowEnd);

    /// <summary>Counts a success.</summary>
    public void Succeeded(long now)
    {
        Roll(now);
        _calls++;
        _consecutive = 0;
    }

    /// <summary>Counts a failure; true when it is one too many.</summary>
    public bool Failed(long now)
    {
        Roll(now);
        _calls++;
        _failures++;
        _consecutive++;
        return _consecutive >= MaxConsecutive || (_calls >= MinCalls && _failures * 2 > _calls);
    }

    private void Roll(long now)
    {
        if (now < _windowEnd) return;
        _windowEnd = now + Window;
        _calls = 0;
        _failures = 0;
    }
}
