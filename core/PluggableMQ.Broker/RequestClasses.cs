using PluggableMQ.Broker.Options;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker;

/// <summary>
/// The broker's classes of requests and their bounds, RocketMQ's thread pools. What is short runs on the connection's read loop.
/// </summary>
internal sealed class RequestClasses
{
    public const string Send = "send";
    public const string Pull = "pull";
    public const string Query = "query";
    public const string Heartbeat = "heartbeat";
    public const string Client = "client";
    public const string Consumer = "consumer";
    public const string Transaction = "transaction";
    public const string Admin = "admin";

    private readonly Dictionary<string, RequestClass> _classes = new(StringComparer.Ordinal);

    public RequestClasses(BrokerOptions options)
    {
        Add(Send, options.SendThreadPoolQueueCapacity, inline: true);
        Add(Pull, options.PullThreadPoolQueueCapacity, inline: true);
        Add(Query, options.QueryThreadPoolQueueCapacity, inline: false);
        Add(Heartbeat, options.HeartbeatThreadPoolQueueCapacity, inline: true);
        Add(Client, options.ClientManagerThreadPoolQueueCapacity, inline: true);
        Add(Consumer, options.ConsumerManagerThreadPoolQueueCapacity, inline: true);
        Add(Transaction, options.EndTransactionPoolQueueCapacity, inline: true);
        Add(Admin, options.AdminThreadPoolQueueCapacity, inline: false);
    }

    public IEnumerable<RequestClass> All => _classes.Values;

    /// <summary>Finds a class by the name in a <see cref="RequestCodesAttribute"/>.</summary>
    public RequestClass Get(string name) => _classes.TryGetValue(name, out var found)
        ? found
        : throw new ArgumentException($"There is no request class '{name}'. Known are: {string.Join(", ", _classes.Keys)}.", nameof(name));

    private void Add(string name, int capacity, bool inline) => _classes.Add(name, new RequestClass(name, capacity, inline));
}
