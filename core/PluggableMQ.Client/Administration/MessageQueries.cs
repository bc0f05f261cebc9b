using PluggableMQ.Client.Instance;
using PluggableMQ.Client.Routing;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Administration;

/// <summary>Finds messages by key and by id (<c>MQAdminImpl</c>).</summary>
internal sealed class MessageQueries(MqClient client, AdminCalls admin)
{
    // Java: three times the 6 seconds of other queries.
    private static readonly TimeSpan KeyTimeout = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan ViewTimeout = TimeSpan.FromSeconds(6);
    private const int UniqueIdMaxNums = 32;

    public async ValueTask<IReadOnlyList<MessageExt>> ByKeyAsync(
        string topic, string key, int maxNums, long begin, long end, CancellationToken cancellationToken)
    {
        var header = new QueryMessageRequestHeader { Topic = topic, Key = key, MaxNum = maxNums, BeginTimestamp = begin, EndTimestamp = end };
        var found = await QueryAsync(header, cancellationToken).ConfigureAwait(false);
        // Brokers find by hash code; the text decides.
        found.RemoveAll(message => message.Keys is not { } keys || !keys.Split(' ').Contains(key, StringComparer.Ordinal));
        return found.Count > 0 ? found : throw NotFound();
    }

    public async ValueTask<MessageExt> ByUniqueIdAsync(string topic, string uniqueId, CancellationToken cancellationToken)
    {
        var header = new QueryMessageRequestHeader
        {
            Topic = topic,
            Key = uniqueId,
            MaxNum = UniqueIdMaxNums,
            BeginTimestamp = UniqueIdTime.GetEarliest(uniqueId, client.Services.Clock),
            EndTimestamp = long.MaxValue,
            IsUniqueKeyQuery = true,
        };
        var found = await QueryAsync(header, cancellationToken).ConfigureAwait(false);
        return found.Where(message => message.MessageId == uniqueId).MinBy(static message => message.StoreTimestamp) ?? throw NotFound();
    }

    public async ValueTask<MessageExt> ByOffsetIdAsync(string id, CancellationToken cancellationToken)
    {
        if (!OffsetMessageId.TryParse(id, out var broker, out var offset))
            throw new MqIllegalArgumentException($"'{id}' is not an offset message id: 32 or 56 hex digits that name a broker and a place.", ResponseCode.NoMessage);
        var request = RemotingCommand.CreateRequest(RequestCode.ViewMessageById);
        new ViewMessageRequestHeader { Offset = offset }.Write(request.Fields);
        return await client.Channel.CallAsync(Resolve(broker.ToString()), request, ViewTimeout, static response => MessageCodec.Decode(Answers.GetBody(response), decompress: true), cancellationToken)
            .ConfigureAwait(false);
    }

    private static MqNotFoundException NotFound() => new("query message by key finished, but no message.");

    private async Task<List<MessageExt>> QueryAsync(QueryMessageRequestHeader header, CancellationToken cancellationToken)
    {
        var route = await admin.GetRouteAsync(header.Topic, cancellationToken).ConfigureAwait(false);
        var answers = await Task.WhenAll(AdminCalls.SelectAddresses(route).Select(address => QueryAsync(Resolve(address), header, cancellationToken))).ConfigureAwait(false);
        // One broker that answers is enough; when none does, the first reason is as good as any.
        if (answers.Length > 0 && Array.TrueForAll(answers, static answer => answer.Failure is not null)) throw answers[0].Failure!;
        return [.. answers.SelectMany(static answer => answer.Messages)];
    }

    private async Task<(List<MessageExt> Messages, Exception? Failure)> QueryAsync(string address, QueryMessageRequestHeader header, CancellationToken cancellationToken)
    {
        var request = RemotingCommand.CreateRequest(RequestCode.QueryMessage);
        header.Write(request.Fields);
        try
        {
            var messages = await client.Channel.CallAsync(
                address, request, KeyTimeout,
                static response => MessageCodec.DecodeAll(response.Body, decompress: true, MessageCompression.DefaultMaxLength),
                cancellationToken).ConfigureAwait(false);
            return (messages, null);
        }
        catch (MqServerException e) when (e.ResponseCode == ResponseCode.QueryNotFound)
        {
            return ([], null);
        }
        catch (Exception e) when (e is MqClientException or RemotingException)
        {
            return ([], e);
        }
    }

    private string Resolve(string address) => client.Options.VipChannelEnabled ? BrokerAddresses.GetVip(address) : address;
}
