using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

public sealed partial class MqAdminClient
{
    /// <summary>Finds messages by a key, at every broker of the topic (12).</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">One of the message's keys.</param>
    /// <param name="maxNums">How many messages at most, of each broker. Default: 64.</param>
    /// <param name="begin">The earliest store time; null for any.</param>
    /// <param name="end">The latest store time; null for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The messages whose keys hold the key; at least one.</returns>
    /// <exception cref="MqNotFoundException">No broker has one.</exception>
    public ValueTask<IReadOnlyList<MessageExt>> QueryMessagesAsync(
        string topic, string key, int maxNums = 64, DateTimeOffset? begin = null, DateTimeOffset? end = null, CancellationToken cancellationToken = default)
        => Queries.ByKeyAsync(topic, key, maxNums, begin?.ToUnixTimeMilliseconds() ?? 0, end?.ToUnixTimeMilliseconds() ?? long.MaxValue, cancellationToken);

    /// <summary>Finds a message by the id that its producer gave it (12).</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="uniqueId">The id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The message; of several with this id the one that was stored first.</returns>
    /// <exception cref="MqNotFoundException">No broker has it.</exception>
    public ValueTask<MessageExt> QueryMessageByUniqueIdAsync(string topic, string uniqueId, CancellationToken cancellationToken = default)
        => Queries.ByUniqueIdAsync(topic, uniqueId, cancellationToken);

    /// <summary>Reads a message at the broker and place that its offset message id names (33).</summary>
    /// <param name="offsetMessageId">The id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The message.</returns>
    /// <exception cref="MqIllegalArgumentException">The text is not such an id.</exception>
    public ValueTask<MessageExt> ViewMessageAsync(string offsetMessageId, CancellationToken cancellationToken = default)
        => Queries.ByOffsetIdAsync(offsetMessageId, cancellationToken);
}
