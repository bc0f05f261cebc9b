using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.StoreDecorators.Encryption.Tests.Support;
using PluggableMQ.Testing;

namespace PluggableMQ.StoreDecorators.Encryption.Tests;

/// <summary>Several decorators: the first listed is the outermost.</summary>
public sealed class DecoratorOrderTests
{
    private const string Topic = "Orders";
    private const string Text = "a secret payload";

    [Theory]
    [InlineData(true, "peek", "encryption")]
    [InlineData(false, "encryption", "peek")]
    public async Task StoreDecorators_Two_TheFirstListedIsTheOutermost(bool seesPlainText, params string[] decorators)
    {
        var peek = new PeekPlugin();
        await using var queue = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new EncryptionPlugin());
            options.Plugins.Add(peek);
            foreach (var decorator in decorators) options.StoreDecorators.Add(decorator);
            options.PluginOptions["PluggableMQ.StoreDecorators.Encryption"] = new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject { ["id"] = "k1", ["key"] = TestKeys.Of("k1") }), ["activeKey"] = "k1",
            };
        });
        await using var producer = queue.Client.Factory.CreateProducer(new ProducerOptions { ProducerGroup = "orders" }, queue.Client.Options);
        await producer.StartAsync();
        var sent = await producer.SendAsync(new Message(Topic, Encoding.UTF8.GetBytes(Text)));
        await using var consumer = queue.Client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "billing" }, queue.Client.Options);
        await consumer.StartAsync();
        var pulled = await consumer.PullAsync(sent.Queue, "*", sent.QueueOffset, 1, suspend: false);

        // Whatever the order, what comes back is what was sent.
        Assert.Equal(Text, Encoding.UTF8.GetString(Assert.Single(pulled.Messages).Body.Span));
        Assert.Equal(seesPlainText, Assert.Single(peek.Bodies).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Text)));
    }

    private sealed class PeekPlugin : IPlugin
    {
        public List<byte[]> Bodies { get; } = [];

        public void Configure(IPluginRegistry registry, IPluginContext context)
            => registry.Add(PluginKinds.StoreDecorator, "peek", decorated => new PeekedStore(decorated.Inner, Bodies));
    }

    private sealed class PeekedStore(IMessageStore inner, List<byte[]> bodies) : IMessageStore
    {
        public bool IsDurable => inner.IsDurable;

        public IMessageAppender Appender { get; } = new PeekingAppender(inner.Appender, bodies);

        public IMessageReader Reader => inner.Reader;

        public IStoreHealth Health => inner.Health;

        public ValueTask StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

        public ValueTask StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public TFeature? GetFeature<TFeature>() where TFeature : class => inner.GetFeature<TFeature>();
    }

    private sealed class PeekingAppender(IMessageAppender inner, List<byte[]> bodies) : IMessageAppender
    {
        public ValueTask<AppendResult> AppendAsync(in MessageRecord message)
        {
            if (message.Topic == Topic) bodies.Add(message.Body.ToArray());
            return inner.AppendAsync(message);
        }

        public ValueTask<AppendResult> AppendBatchAsync(ReadOnlySpan<MessageRecord> messages, Span<long> physicalOffsets) => inner.AppendBatchAsync(messages, physicalOffsets);
    }
}
