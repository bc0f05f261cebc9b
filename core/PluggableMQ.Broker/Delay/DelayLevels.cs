using System.Globalization;

namespace PluggableMQ.Broker.Delay;

/// <summary>The delays of the levels, level 1 first (<c>messageDelayLevel</c>).</summary>
internal sealed class DelayLevels
{
    private readonly TimeSpan[] _delays;

    private DelayLevels(TimeSpan[] delays) => _delays = delays;

    public IReadOnlyList<TimeSpan> All => _delays;

    /// <summary>The highest level.</summary>
    public int Max => _delays.Length;

    /// <summary>Parses <c>1s 5s 10m 2h 1d</c>.</summary>
    /// <exception cref="FormatException">A piece is not a number with a unit; the text says which.</exception>
    public static DelayLevels Parse(string text)
        => new([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)]);

    /// <summary>A level's delay. Unknown levels wait a second, as in Java.</summary>
    public TimeSpan GetDelay(int level) => level >= 1 && level <= _delays.Length ? _delays[level - 1] : TimeSpan.FromSeconds(1);

    private static TimeSpan ParseOne(string piece)
    {
        var seconds = piece[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => 0,
        };
        if (seconds == 0
            || !long.TryParse(piece.AsSpan(0, piece.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > 36500)
            throw new FormatException(
                $"messageDelayLevel: '{piece}' is not a delay. Write a number with s, m, h or d, for example 30s or 2h.");
        return TimeSpan.FromSeconds(count * seconds);
    }
}
