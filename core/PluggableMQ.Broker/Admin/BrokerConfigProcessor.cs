using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Registration;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Protocol.Text;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>UPDATE_BROKER_CONFIG (25) and GET_BROKER_CONFIG (26).</summary>
[RequestCodes(RequestClasses.Admin, RequestCode.UpdateBrokerConfig, RequestCode.GetBrokerConfig)]
internal sealed class BrokerConfigProcessor : IRequestProcessor
{
    private readonly Lock _gate = new();
    private readonly BrokerOptions _options;
    private readonly BrokerConfigTable _table;
    private readonly BrokerConfigFile _file;
    private readonly BrokerRegistration _registration;
    private readonly TimeProvider _clock;
    private readonly ILogger<BrokerConfigProcessor> _logger;
    private DataVersion _version;

    public BrokerConfigProcessor(
        BrokerOptions options,
        BrokerConfigTable table,
        BrokerConfigFile file,
        BrokerRegistration registration,
        TimeProvider clock,
        ILogger<BrokerConfigProcessor> logger)
    {
        _options = options;
        _table = table;
        _file = file;
        _registration = registration;
        _clock = clock;
        _logger = logger;
        _version = DataVersion.Create(clock);
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        if (context.Request.Code == RequestCode.GetBrokerConfig)
        {
            new GetBrokerConfigResponseHeader { Version = Encoding.UTF8.GetString(_version.Encode()) }.Write(context.Response.Fields);
            context.Response.SetBody(Encoding.UTF8.GetBytes(JavaProperties.Write(_table.GetAll())));
            return default;
        }

        return UpdateAsync(context);
    }

    private async ValueTask UpdateAsync(RequestContext context)
    {
        var response = context.Response;
        if (!RequestBody.TryDecode(context, static body => Encoding.UTF8.GetString(body), out var text)) return;
        var changes = JavaProperties.Parse(text);
        if (changes.Any(change => IsBlackListed(change.Key)))
        {
            response.SetResult(ResponseCode.NoPermission, "Can not update config in black list.");
            return;
        }

        lock (_gate)
        {
            foreach (var (key, value) in changes)
            {
                if (_table.Set(key, value) is { } problem)
                {
                    response.SetResult(ResponseCode.SystemError, problem);
                    return;
                }

                BrokerLog.SettingChanged(_logger, key, value, context.Connection.RemoteAddress);
            }

            _version = _version.Next(_clock);
            _file.Save(changes);
        }

        if (changes.Any(change => change.Key == "brokerPermission")) await _registration.RegisterAnewAsync(context.Cancellation);
    }

    private bool IsBlackListed(string key)
        => key is "brokerConfigPath" or "rocketmqHome" or "configBlackList"
            || _options.ConfigBlackList.Split(';', StringSplitOptions.TrimEntries).Contains(key, StringComparer.Ordinal);
}
