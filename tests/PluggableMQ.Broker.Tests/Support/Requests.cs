using System.Globalization;
using System.Text;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Tests.Support;

/// <summary>Makes requests the way clients write them.</summary>
internal static class Requests
{
    public static RemotingCommand Make(int code, params (string Name, object Value)[] fields)
    {
        var request = RemotingCommand.CreateRequest(code);
        foreach (var (name, value) in fields) request.Fields.Set(name, Text(value));
        return request;
    }

    public static RemotingCommand Send(
        string topic, string body = "hello", int queueId = 0, string properties = "", params (string Name, object Value)[] overrides)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.SendMessageV2, Encoding.UTF8.GetBytes(body));
        (string Name, object Value)[] fields =
        [
            (
                "a", "test_producer"), ("b", topic), ("c", "TBW102"), ("d", 4), ("e", queueId), ("f", 0), ("g", 1700000000000L), ("h", 0), ("i", properties), ("j", 0), ("k", false), ("m", false),
        ];
        foreach (var (name, value) in fields) request.Fields.Set(name, Text(value));
        foreach (var (name, value) in overrides) request.Fields.Set(name, Text(value));
        return request;
    }

    public static RemotingCommand Pull(
        string topic, long offset =
            0, int queueId =
                0, string group =
                    "test_group", string? subscription =
                        "*", int sysFlag = 0, long suspend = 0, int max = 32, long commit = 0, long subVersion = 0)
    {
        var request = Make(
            RequestCode.PullMessage,
            ("consumerGroup", group), ("topic", topic), ("queueId", queueId), ("queueOffset", offset), ("maxMsgNums", max),
            (
                "sysFlag", sysFlag | (
                    subscription is null
                        ? 0
                        : PullSysFlag.Subscription)), ("commitOffset", commit), ("suspendTimeoutMillis", suspend), ("subVersion", subVersion), ("expressionType", "TAG"));
        if (subscription is not null) request.Fields.Set("subscription", subscription);
        return request;
    }

    public static RemotingCommand Heartbeat(string clientId, params ConsumerData[] consumers)
        => RemotingCommand.CreateRequest(
            RequestCode.HeartBeat, new HeartbeatData { ClientId = clientId, ConsumerDataSet = [.. consumers] }.Encode());

    public static ConsumerData Consumer(string group, params SubscriptionData[] subscriptions) => new()
    {
        GroupName = group,
        ConsumeType = ConsumeType.Passively,
        MessageModel = MessageModel.Clustering,
        ConsumeFromWhere = ConsumeFromWhere.FirstOffset,
        SubscriptionDataSet = [.. subscriptions],
    };

    private static string Text(object value)
        => value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
