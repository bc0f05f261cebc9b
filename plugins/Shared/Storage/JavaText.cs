using System.Globalization;

namespace PluggableMQ.Storage.Shared;

/// <summary>Numbers as Java prints them, which <c>mqadmin</c> parses.</summary>
internal static class JavaText
{
    /// <summary>A double: with a fraction always.</summary>
    public static string OfDouble(double value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".EN∞") < 0 ? text + ".0" : text;
    }

    /// <summary>A number of bytes with a unit.</summary>
    public static string OfBytes(long bytes)
    {
        const string Units = "KMGTPE";
        if (bytes < 1024) return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        var unit = -1;
        var value = (double)bytes;
        while (value >= 1024)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:F1} {Units[unit]}iB");
    }
}
