using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Client.Naming;

/// <summary>The <c>namesrvAddr</c> setting: <c>host:port;host:port</c>, or <c>http://MQ_INST_x_y.host:port</c>, whose first label is a namespace.</summary>
internal static class NameServerAddress
{
    private const string Http = "http://";
    private const string InstancePrefix = "MQ_INST_";

    /// <summary>The addresses; empty when none is set.</summary>
    public static IReadOnlyList<string> Split(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting)) return [];
        var text = setting.StartsWith(Http, StringComparison.Ordinal) ? setting[Http.Length..] : setting;
        return text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>What is wrong with the setting, or null.</summary>
    public static string? Check(string? setting)
    {
        foreach (var address in Split(setting))
        {
            if (!TransportEndpoint.TryParse(address, out _))
                return $"namesrvAddr: '{address}' is not an address. Write host:port;host:port, for example 127.0.0.1:9876.";
        }

        return null;
    }

    /// <summary>The namespace that the setting implies, or null (<c>NameServerAddressUtils.parseInstanceIdFromEndpoint</c>).</summary>
    public static string? GetNamespace(string? setting)
    {
        if (setting is null || !setting.StartsWith(Http + InstancePrefix, StringComparison.Ordinal)) return null;
        var dot = setting.IndexOf('.', StringComparison.Ordinal);
        var instance = dot < 0 ? "" : setting[Http.Length..dot];
        return instance.AsSpan(Math.Min(InstancePrefix.Length, instance.Length)).Contains('_') ? instance : null;
    }
}
