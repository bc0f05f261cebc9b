namespace PluggableMQ.Plugins;

/// <summary>Finds the known name that a mistyped one was probably meant to be.</summary>
internal static class Nearest
{
    // A line that names more is not read.
    private const int MaxShown = 20;

    /// <summary>The known name with the smallest edit distance, or null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = Math.Max(2, name.Length / 3) + 1;
        foreach (var candidate in known)
        {
            var distance = Distance(name, candidate);
            if (distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }

        return best;
    }

    /// <summary>The end of an error about an unknown name: the nearest known one, and all of them; of many, those that are nearest.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0) return "there are none.";
        var shown = known.Order(StringComparer.Ordinal).OrderBy(candidate => Distance(name, candidate)).Take(MaxShown).Order(StringComparer.Ordinal);
        var list = $"{string.Join(", ", shown)}{(known.Count > MaxShown ? $", and {known.Count - MaxShown} more" : "")}.";
        return Find(name, known) is { } nearest ? $"did you mean '{nearest}'? Known: {list}" : $"known: {list}";
    }

    /// <summary>Levenshtein's distance, letters compared without regard to case.</summary>
    internal static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                var next = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }

        return row[right.Length];
    }
}
