using System.Globalization;
using System.Text;

namespace PluggableMQ.Protocol.Text;

/// <summary>Numbers as Java prints them: <c>0.0</c>, <c>1.25</c>, <c>1.0E10</c>. Runtime tables and statistics carry them as text.</summary>
public static class JavaDouble
{
    /// <summary>The text of Java's <c>Double.toString</c>.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Decimal from 0.001 up to 10 million, with an exponent outside; always with a fraction.</returns>
    public static string ToText(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";

        // E16 notation with the shortest digits that read back: d.dddE+xxx
        var scientific = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        var text = new StringBuilder(value < 0 ? "-" : "");
        switch (exponent)
        {
            case >= 0 and < 7:
                text.Append(digits.PadRight(exponent + 1, '0').AsSpan(0, exponent + 1)).Append('.');
                return text.Append(digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0").ToString();
            case < 0 and >= -3:
                return text.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
            default:
                text.Append(digits[0]).Append('.').Append(digits.Length > 1 ? digits[1..] : "0");
                return text.Append('E').Append(exponent).ToString();
        }
    }

    private static string Digits(string shortest)
    {
        var end = shortest.IndexOf('E', StringComparison.Ordinal);
        var digits = new string([.. (end < 0 ? shortest : shortest[..end]).Where(char.IsAsciiDigit)]).TrimStart('0');
        return digits.TrimEnd('0') is { Length: > 0 } trimmed ? trimmed : "0";
    }
}
