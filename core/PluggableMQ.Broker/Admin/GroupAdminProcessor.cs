using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Groups;
using PluggableMQ.Broker.Offsets;
using PluggableMQ.Broker.Statistics;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>UPDATE_AND_CREATE_SUBSCRIPTIONGROUP (200), GET_ALL_SUBSCRIPTIONGROUP_CONFIG (201), DELETE_SUBSCRIPTIONGROUP (207).</summary>
[RequestCodes(
    RequestClasses.Admin,
    RequestCode.UpdateAndCreateSubscriptionGroup,
    RequestCode.GetAllSubscriptionGroupConfig,
    RequestCode.DeleteSubscriptionGroup)]
internal sealed class GroupAdminProcessor : IRequestProcessor
{
    private readonly SubscriptionGroupService _groups;
    private readonly ConsumerOffsetService _offsets;
    private readonly BrokerStatistics _statistics;
    private readonly ILogger<GroupAdminProcessor> _logger;

    public GroupAdminProcessor(
        SubscriptionGroupService groups, ConsumerOffsetService offsets, BrokerStatistics statistics, ILogger<GroupAdminProcessor> logger)
    {
        _groups = groups;
        _offsets = offsets;
        _statistics = statistics;
        _logger = logger;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        switch (context.Request.Code)
        {
            case RequestCode.UpdateAndCreateSubscriptionGroup:
                Update(context);
                break;
            case RequestCode.DeleteSubscriptionGroup:
                Delete(context);
                break;
            default:
                context.Response.SetBody(_groups.GetSnapshot().Encode());
                break;
        }

        return default;
    }

    private void Update(RequestContext context)
    {
        if (!RequestBody.TryDecode(context, static body => SubscriptionGroupConfig.Decode(body), out var config)) return;
        if (GroupText.IsAllowed(config.GroupName)) _groups.Update(config);
        else
            context.Response.SetResult(ResponseCode.SystemError, "The group's name is blank, longer than 255 characters, or has control characters.");
    }

    private void Delete(RequestContext context)
    {
        if (!DeleteSubscriptionGroupRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
        {
            context.Response.SetResult(ResponseCode.SystemError, error);
            return;
        }

        _groups.Delete(header.GroupName);
        _statistics.RemoveGroup(header.GroupName);
        if (header.RemoveOffset) _offsets.RemoveGroup(header.GroupName);
        BrokerLog.GroupDeleted(_logger, header.GroupName, header.RemoveOffset ? "removed" : "kept");
    }
}
