namespace PluggableMQ.Addressing.Http;

/// <summary>Builds the lookup's URL (<c>MixAll.getWSAddr</c>, <c>TopAddressing</c>).</summary>
internal static class LookupUrl
{
    /// <summary><c>http://domain:8080/rocketmq/subgroup</c>, with <c>-unit?nofix=1</c> behind it when there is a unit; null when that is no URL.</summary>
    public static Uri? TryBuild(string domain, string subgroup, string? unitName)
    {
        var authority = domain.Contains(':', StringComparison.Ordinal) ? domain : domain + ":8080";
        var text = $"http://{authority}/rocketmq/{subgroup}";
        if (!string.IsNullOrWhiteSpace(unitName)) text += $"-{unitName}?nofix=1";
        return Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null;
    }
}
