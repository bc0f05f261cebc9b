using System.Net;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Options;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Broker.Sending;

/// <summary>Fills the answer to a send.</summary>
internal sealed class SendAnswer
{
    private readonly BrokerOptions _options;
    private readonly IStoreHealth _health;

    public SendAnswer(BrokerOptions options, IMessageStore store)
    {
        _options = options;
        _health = store.Health;
    }

    /// <summary>Fills the answer for one message.</summary>
    public void Fill(RemotingCommand response, in AppendResult result, IPEndPoint storeHost, int queueId)
        => Fill(response, result, storeHost, queueId, [result.PhysicalOffset]);

    /// <summary>Fills the answer for a batch.</summary>
    public void Fill(
        RemotingCommand response, in AppendResult result, IPEndPoint storeHost, int queueId, ReadOnlySpan<long> physicalOffsets)
    {
        response.Code = AppendAnswer.GetCode(result.Status);
        if (result.IsStored) SendMessageResponseHeader.Write(response.Fields, storeHost, physicalOffsets, queueId, result.QueueOffset);
        else response.Remark = AppendAnswer.GetRemark(result.Status, _options.MaxMessageSize, _health.NotWritableReason);
    }
}
