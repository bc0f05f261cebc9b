using System.Globalization;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Configuration;

/// <summary>One setting by its RocketMQ key, for requests 318 and 319. Written out rather than reflected on: the list is what may be changed from afar.</summary>
/// <param name="Key">RocketMQ's key.</param>
/// <param name="Get">Its value as text.</param>
/// <param name="TrySet">Sets it from text; false when the text is not of the right kind.</param>
internal sealed record Setting(string Key, Func<NameServerOptions, string> Get, Func<NameServerOptions, string, bool> TrySet)
{
    /// <summary>All settings, sorted by key.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Text("bindAddress", static o => o.BindAddress, static (o, value) => o.BindAddress = value),
        Number("brokerChannelExpiredTime", 1, static o => o.BrokerChannelExpiredTime, static (o, value) => o.BrokerChannelExpiredTime = value),
        // Only false is served, so a change to true must not wait in the file for the next start.
        new("clusterTest", static _ => "false", static (_, text) => string.Equals(text, "false", StringComparison.OrdinalIgnoreCase)),
        Text("configBlackList", static o => o.ConfigBlackList, static (o, value) => o.ConfigBlackList = value),
        Text("configStorePath", static o => o.ConfigStorePath, static (o, value) => o.ConfigStorePath = value),
        Text("kvConfigPath", static o => o.KvConfigPath, static (o, value) => o.KvConfigPath = value),
        Number("listenPort", 0, static o => o.ListenPort, static (o, value) => o.ListenPort = value),
        new("listeners", static o => o.Listeners, static (o, text) =>
        {
            if (FurtherListeners.Validate(text).Any()) return false;
            o.Listeners = text;
            return true;
        }),
        Number("maxRegisteredBrokers", 1, static o => o.MaxRegisteredBrokers, static (o, value) => o.MaxRegisteredBrokers = value),
        Number("maxRegisteredQueues", 1, static o => o.MaxRegisteredQueues, static (o, value) => o.MaxRegisteredQueues = value),
        Boolean("orderMessageEnable", static o => o.OrderMessageEnable, static (o, value) => o.OrderMessageEnable = value),
        Text("productEnvName", static o => o.ProductEnvName, static (o, value) => o.ProductEnvName = value),
        Text("rocketmqHome", static o => o.RocketmqHome, static (o, value) => o.RocketmqHome = value),
        Number("scanNotActiveBrokerInterval", 1, static o => o.ScanNotActiveBrokerInterval, static (o, value) => o.ScanNotActiveBrokerInterval = value),
        Number("serverChannelMaxIdleTimeSeconds", 1, static o => o.ServerChannelMaxIdleTimeSeconds, static (o, value) => o.ServerChannelMaxIdleTimeSeconds = value),
        Number("serverWorkerThreads", 1, static o => o.ServerWorkerThreads, static (o, value) => o.ServerWorkerThreads = value),
    ];

    private static Setting Text(string key, Func<NameServerOptions, string> get, Action<NameServerOptions, string> set) => new(key, get, (options, text) =>
    {
        set(options, text);
        return true;
    });

    private static Setting Number(string key, int minimum, Func<NameServerOptions, int> get, Action<NameServerOptions, int> set) => new(
        key,
        options => get(options).ToString(CultureInfo.InvariantCulture),
        (options, text) =>
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < minimum) return false;
            set(options, value);
            return true;
        });

    private static Setting Boolean(string key, Func<NameServerOptions, bool> get, Action<NameServerOptions, bool> set) => new(
        key,
        options => get(options) ? "true" : "false",
        (options, text) =>
        {
            if (!bool.TryParse(text, out var value)) return false;
            set(options, value);
            return true;
        });
}
