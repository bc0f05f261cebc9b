using System.Buffers;
using System.Globalization;
using System.Text;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Broker.Sending;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Transactions;

/// <summary>
/// Notes that a half message is settled: a message with its queue offset in the op topic (<c>TransactionalMessageBridge.putOpMessage</c>).
/// </summary>
internal sealed class OpMessageWriter
{
    private readonly BrokerIdentity _identity;
    private readonly MessageWriter _writer;
    private readonly TimeProvider _clock;

    public OpMessageWriter(BrokerIdentity identity, MessageWriter writer, TimeProvider clock)
    {
        _identity = identity;
        _writer = writer;
        _clock = clock;
    }

    /// <summary>Writes the note.</summary>
    /// <param name="halfOffset">The half message's index in its queue.</param>
    /// <returns>A task that ends when it is stored; one that is not only makes the half message be checked again.</returns>
    public ValueTask<AppendResult> AppendAsync(long halfOffset)
    {
        var host = _identity.StoreHost;
        var record = new MessageRecord
        {
            Topic = TopicNames.TransactionOp,
            BornTimestamp = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
            BornHost = host,
            StoreHost = host,
            Body = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(halfOffset.ToString(CultureInfo.InvariantCulture))),
        };
        var properties = StoredProperties.CopyOf("WAIT\u0001true\u0002TAGS\u0001d"u8);
        try
        {
            return _writer.AppendAsync(ref record, ref properties);
        }
        finally
        {
            properties.Dispose();
        }
    }
}
