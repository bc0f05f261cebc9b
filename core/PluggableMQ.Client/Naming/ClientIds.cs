using System.Globalization;

namespace PluggableMQ.Client.Naming;

/// <summary>Client ids: <c>ip@instance[@unit][@STREAM]</c> (<c>ClientConfig.buildMQClientId</c>).</summary>
internal static class ClientIds
{
    public const string DefaultInstance = "DEFAULT";

    private const string Stream = "@STREAM";

    /// <summary>Makes the id.</summary>
    /// <param name="options">Address, instance and unit.</param>
    /// <param name="instanceName">The instance name in force.</param>
    /// <param name="stream">Whether the client marks its requests as a stream's, as pull consumers do.</param>
    public static string Create(MqClientOptions options, string instanceName, bool stream)
    {
        var id = $"{options.ClientIP ?? LocalAddress.Text}@{instanceName}";
        if (!string.IsNullOrWhiteSpace(options.UnitName)) id += $"@{options.UnitName}";
        return stream ? id + Stream : id;
    }

    /// <summary>The instance name in force: the default one becomes <c>pid#nanoseconds</c> (<c>changeInstanceNameToPID</c>).</summary>
    /// <param name="options">The name as configured.</param>
    /// <param name="keepDefault">Broadcasting consumers keep the default name, so that their offset file stays the same.</param>
    /// <param name="clock">Tells the nanoseconds.</param>
    public static string GetInstanceName(MqClientOptions options, bool keepDefault, TimeProvider clock)
    {
        if (keepDefault || options.InstanceName != DefaultInstance) return options.InstanceName;
        var nanoseconds = (Int128)clock.GetTimestamp() * 1_000_000_000 / clock.TimestampFrequency;
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}#{nanoseconds}");
    }
}
