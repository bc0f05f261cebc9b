using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Hosts;

/// <summary>The options that hosts have in common, under RocketMQ's names where it has them.</summary>
internal sealed class CommonOptions
{
    public Option<string?> ConfigFile { get; } = new("--configFile", "-c") { Description = "Settings in RocketMQ's properties form, for example broker.conf.", HelpName = "FILE" };

    public Option<string?> NameServers { get; } = new("--namesrvAddr", "--namesrv", "-n") { Description = "NameServers, separated by semicolons: '10.0.0.1:9876;10.0.0.2:9876'.", HelpName = "ADDRS" };

    public Option<bool> Print { get; } = new("--printConfigItem", "-p") { Description = "Print every setting in force and where it comes from, then exit." };

    public Option<bool> PrintImportant { get; } = new("--printImportantConfig", "-m") { Description = "Print the important settings in force, then exit." };

    public Option<string?> Manifest { get; } = new("--manifest") { Description = "The plugin manifest (pluggablemq.json). Default: the one that is built in.", HelpName = "FILE" };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "A setting under RocketMQ's key, the manifest's (storage=inmemory, rpcHooks=a,b) or PLUGIN-ID:OPTION, over all others; can be repeated.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    public Option<string?> Admin { get; } = new("--admin") { Description = "Listen here for 'pmq plugins --host' and for probes of /health: 127.0.0.1:9878, or unix:/path.sock. Off by default.", HelpName = "ADDR" };

    public Option<LogLevel> Level { get; } = CreateLevel();

    private static Option<LogLevel> CreateLevel()
    {
        var option = new Option<LogLevel>("--log-level")
        {
            Description = "The lowest level that is logged: trace, debug, info, warn, error or none. Logs go to standard error.",
            HelpName = "LEVEL",
            DefaultValueFactory = _ => LogLevel.Information,
            CustomParser = result =>
            {
                LogLevel? level = result.Tokens[0].Value.ToLowerInvariant() switch
                {
                    "trace" => LogLevel.Trace,
                    "debug" => LogLevel.Debug,
                    "info" or "information" => LogLevel.Information,
                    "warn" or "warning" => LogLevel.Warning,
                    "error" => LogLevel.Error,
                    "none" => LogLevel.None,
                    _ => null,
                };
                if (level is null) result.AddError($"'{result.Tokens[0].Value}' is no log level; write trace, debug, info, warn, error or none.");
                return level ?? LogLevel.Information;
            },
        };
        return option;
    }
}
