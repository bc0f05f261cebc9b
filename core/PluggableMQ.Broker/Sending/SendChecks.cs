using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Broker.Topics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Sending;

/// <summary>
/// What a send must pass before it is stored, in Java's order (<c>AbstractSendMessageProcessor.msgCheck</c>). A topic's permission is not
/// asked, as in Java.
/// </summary>
internal sealed class SendChecks
{
    private readonly BrokerOptions _options;
    private readonly BrokerIdentity _identity;
    private readonly TopicConfigService _topics;
    private readonly IStoreHealth _health;
    private readonly TimeProvider _clock;

    public SendChecks(BrokerOptions options, BrokerIdentity identity, TopicConfigService topics, IMessageStore store, TimeProvider clock)
    {
        _options = options;
        _identity = identity;
        _topics = topics;
        _health = store.Health;
        _clock = clock;
    }

    /// <summary>Checks a send; when it must not go on, the response says why.</summary>
    /// <param name="context">The request.</param>
    /// <param name="header">Its header.</param>
    /// <param name="topic">The topic, which may have been created for it.</param>
    /// <returns>Whether the send goes on.</returns>
    public bool TryPass(RequestContext context, in SendMessageRequestView header, [NotNullWhen(true)] out TopicEntry? topic)
    {
        topic = null;
        var response = context.Response;
        if (_health.IsPageCacheBusy)
        {
            response.SetResult(ResponseCode.SystemBusy, "[REJECTREQUEST]system busy, start flow control for a while");
            return false;
        }

        if (_options.StartAcceptSendRequestTimeStamp is > 0 and var start && _clock.GetUtcNow().ToUnixTimeMilliseconds() < start)
        {
            response.SetResult(ResponseCode.SystemError, $"broker unable to service, until {Describe(start)}");
            return false;
        }

        if (!_topics.TryGet(header.Topic, out topic) && (topic = CreateTopic(context, header)) is null) return false;
        if (topic.Config.Order && !Permission.IsWritable(_options.BrokerPermission))
        {
            response.SetResult(ResponseCode.NoPermission, $"the broker[{_identity.Ip1}] sending message is forbidden");
            return false;
        }

        if (topic.IsSendForbidden)
        {
            response.SetResult(ResponseCode.NoPermission, ForbiddenText(topic.Name));
            return false;
        }

        var config = topic.Config;
        if (header.QueueId < Math.Max(config.ReadQueueNums, config.WriteQueueNums)) return true;
        response.SetResult(
            ResponseCode.SystemError,
            string.Create(
                CultureInfo.InvariantCulture,
                $"request queueId[{header.QueueId}] is illegal, {TopicText.Describe(config)} Producer: {context.Connection.RemoteAddress}"));
        return false;
    }

    private static string ForbiddenText(string topic) => $"Sending message to topic[{topic}] is forbidden.";

    private TopicEntry? CreateTopic(RequestContext context, in SendMessageRequestView header)
    {
        var name = Encoding.UTF8.GetString(header.Topic);
        var response = context.Response;
        if (TopicValidator.Validate(name) is { } error)
        {
            response.SetResult(ResponseCode.SystemError, error);
            return null;
        }

        if (TopicValidator.IsSendForbidden(name))
        {
            response.SetResult(ResponseCode.NoPermission, ForbiddenText(name));
            return null;
        }

        var isRetry = TopicNames.IsRetryTopic(name);
        var sysFlag = !header.UnitMode ? 0 : isRetry ? TopicSysFlag.UnitSub : TopicSysFlag.Unit;
        var template = Encoding.UTF8.GetString(header.DefaultTopic);
        var topic = _topics.CreateFromTemplate(name, template, header.DefaultTopicQueueNums, sysFlag, context.Connection.RemoteAddress);
        if (topic is null && isRetry) topic = _topics.GetOrCreate(name, 1, Permission.Read | Permission.Write, sysFlag);
        if (topic is null) response.SetResult(ResponseCode.TopicNotExist, TopicText.NotExistForSend(name));
        return topic;
    }

    private string Describe(long timestamp)
        => TimeZoneInfo.ConvertTime(
            DateTimeOffset.FromUnixTimeMilliseconds(timestamp), _clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture);
}
