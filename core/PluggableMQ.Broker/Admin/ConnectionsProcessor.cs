using PluggableMQ.Broker.Clients;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Admin;

/// <summary>
/// Who is connected: GET_CONSUMER_CONNECTION_LIST (203), GET_PRODUCER_CONNECTION_LIST (204), GET_ALL_PRODUCER_INFO (328).
/// </summary>
[RequestCodes(
    RequestClasses.Admin, RequestCode.GetConsumerConnectionList, RequestCode.GetProducerConnectionList, RequestCode.GetAllProducerInfo)]
internal sealed class ConnectionsProcessor : IRequestProcessor
{
    private readonly ConsumerRegistry _consumers;
    private readonly ProducerRegistry _producers;

    public ConnectionsProcessor(ConsumerRegistry consumers, ProducerRegistry producers)
    {
        _consumers = consumers;
        _producers = producers;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(RequestContext context)
    {
        switch (context.Request.Code)
        {
            case RequestCode.GetConsumerConnectionList:
                ListConsumers(context);
                break;
            case RequestCode.GetProducerConnectionList:
                ListProducers(context);
                break;
            default:
                context.Response.SetBody(DescribeAllProducers().Encode());
                break;
        }

        return default;
    }

    private void ListConsumers(RequestContext context)
    {
        var response = context.Response;
        if (!ConsumerGroupRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
            response.SetResult(ResponseCode.SystemError, error);
        else if (_consumers.Find(header.ConsumerGroup) is not { } group)
            response.SetResult(ResponseCode.ConsumerNotOnline, $"the consumer group[{header.ConsumerGroup}] not online");
        else
        {
            response.SetBody(new ConsumerConnection
            {
                ConnectionSet = [.. group.Members.Select(Describe)],
                SubscriptionTable = group.Subscriptions.ToDictionary(
                    subscription => subscription.Data.Topic, subscription => subscription.Data, StringComparer.Ordinal),
                ConsumeType = group.ConsumeType,
                MessageModel = group.MessageModel,
                ConsumeFromWhere = group.ConsumeFromWhere,
            }.Encode());
        }
    }

    private void ListProducers(RequestContext context)
    {
        var response = context.Response;
        if (!ProducerGroupRequestHeader.TryRead(context.Request.Fields, out var header, out var error))
            response.SetResult(ResponseCode.SystemError, error);
        else if (_producers.Find(header.ProducerGroup) is { } clients)
            response.SetBody(new ProducerConnection { ConnectionSet = [.. clients.Select(Describe)] }.Encode());
        else response.SetResult(ResponseCode.SystemError, $"the producer group[{header.ProducerGroup}] not exist");
    }

    private ProducerTableInfo DescribeAllProducers()
    {
        var table = new ProducerTableInfo();
        foreach (var (group, clients) in _producers.GetAll())
        {
            table.Data[group] =
            [
                .. clients.Select(client => new ProducerInfo
                {
                    ClientId = client.ClientId,
                    // Java prints the socket address, with its slash.
                    RemoteIp = "/" + client.Connection.RemoteAddress,
                    Language = client.Language,
                    Version = client.Version,
                    LastUpdateTimestamp = client.LastSeen,
                }),
            ];
        }

        return table;
    }

    private static Connection Describe(ClientEntry client) => new()
    {
        ClientId = client.ClientId,
        ClientAddr = client.Connection.RemoteAddress,
        Language = client.Language,
        Version = client.Version,
    };
}
