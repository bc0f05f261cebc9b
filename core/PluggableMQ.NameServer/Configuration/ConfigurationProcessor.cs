using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Text;
using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer.Configuration;

/// <summary>The NameServer's own settings: update (318) and get (319).</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.UpdateNamesrvConfig, RequestCode.GetNamesrvConfig)]
internal sealed class ConfigurationProcessor(NameServerOptions options, ILogger<ConfigurationProcessor> logger) : IRequestProcessor
{
    // Refused even when the operator's list leaves them out: they say which files of this machine are written.
    private static readonly string[] AlwaysRefused = ["configBlackList", "configStorePath", "kvConfigPath", "rocketmqHome"];

    private readonly Lock _changing = new();

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        if (context.Request.Code == RequestCode.UpdateNamesrvConfig) Update(context);
        else context.Response.SetBody(Encoding.UTF8.GetBytes(Format()));
        return default;
    }

    private void Update(RequestContext context)
    {
        var response = context.Response;
        IReadOnlyList<KeyValuePair<string, string>> wanted;
        try
        {
            wanted = JavaProperties.Parse(Encoding.UTF8.GetString(context.Request.Body));
        }
        catch (InvalidDataException e)
        {
            response.SetResult(ResponseCode.SystemError, $"string2Properties error: {e.Message}");
            return;
        }

        var refused = options.ConfigBlackList.Split(';', StringSplitOptions.TrimEntries).Concat(AlwaysRefused).ToHashSet(StringComparer.Ordinal);
        if (wanted.Any(entry => refused.Contains(entry.Key)))
        {
            response.SetResult(ResponseCode.NoPermission, "Can not update config in black list.");
            return;
        }

        lock (_changing) Apply(context, wanted);
    }

    private void Apply(RequestContext context, IReadOnlyList<KeyValuePair<string, string>> wanted)
    {
        // As in RocketMQ, what is unknown or of the wrong kind is left out and the rest is done.
        var remote = context.Connection.RemoteAddress;
        var applied = wanted.Where(entry => Setting.All.FirstOrDefault(setting => setting.Key == entry.Key)?.TrySet(options, entry.Value) == true).ToList();
        var ignored = wanted.Except(applied).Select(static entry => entry.Key).ToList();
        if (ignored.Count > 0)
        {
            var keys = string.Join(", ", ignored);
            NameServerLog.SettingsIgnored(logger, keys, remote);
        }

        if (applied.Count == 0) return;
        AtomicFile.Write(options.ConfigStorePath, Encoding.UTF8.GetBytes(Format()));
        var changed = string.Join(", ", applied.Select(static entry => entry.Key));
        NameServerLog.SettingsChanged(logger, changed, remote, options.ConfigStorePath);
    }

    private string Format() => JavaProperties.Write(Setting.All.Select(setting => KeyValuePair.Create(setting.Key, setting.Get(options))));
}
