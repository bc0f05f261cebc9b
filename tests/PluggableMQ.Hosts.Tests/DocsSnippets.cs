using System.Text;
using Autofac;
using Microsoft.Extensions.DependencyInjection;
using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Addressing.Static;
using PluggableMQ.Client;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Library;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;
using PluggableMQ.QueueSelection.RoundRobin;
using PluggableMQ.Remoting;
using PluggableMQ.RpcHooks.Metrics;
using PluggableMQ.Transport.Tcp;

namespace PluggableMQ.Hosts.Tests;

/// <summary>The code of docs/client.md, word for word; <see cref="DocsSnippetTests"/> runs it.</summary>
internal static class DocsSnippets
{
    public static async Task<SendResult> ServiceCollectionAsync(string nameServers, TextWriter output)
    {
        var services = new ServiceCollection();
        services.AddPluggableMQClient(options =>
        {
            options.Plugins.Add(new CompiledInPlugin(new TcpTransportPlugin()));
            options.Plugins.Add(new CompiledInPlugin(new StaticPlugin()));
            options.Plugins.Add(new CompiledInPlugin(new RoundRobinPlugin()));
            options.Plugins.Add(new CompiledInPlugin(new MetricsPlugin()));
            options.PluginDirectories = [];
            options.Settings["namesrvAddr"] = nameServers;
            options.Settings["producerGroup"] = "shop";
        });
        await using var provider = services.BuildServiceProvider();

        var factory = provider.GetRequiredService<MqClientFactory>();
        await using var producer = factory.CreateProducer(provider.GetRequiredService<ProducerOptions>(), provider.GetRequiredService<MqClientOptions>());
        await producer.StartAsync();

        var result = await producer.SendAsync(new Message("Orders", Encoding.UTF8.GetBytes("lamp"), tags: "new", keys: "order-1"));
        output.WriteLine($"{result.Status} {result.MessageId} {result.Queue.BrokerName}:{result.Queue.QueueId}:{result.QueueOffset}");
        return result;
    }

    public static IContainer RegisterAutofac(string nameServers, string pluginFolder)
    {
        var builder = new ContainerBuilder();
        builder.RegisterPluggableMQClient(options =>
        {
            options.PluginDirectories = [pluginFolder];
            options.Settings["namesrvAddr"] = nameServers;
        });
        return builder.Build();
    }

    public static async Task<SendResult> PluginHostAsync(string nameServers, string pluginFolder)
    {
        await using var plugins = PluginHost.Open(new PluginHostOptions { Role = HostRole.Client, PluginDirectories = [pluginFolder] });
        await using var client = plugins.CreateClient(new SettingLayer("my application", [new("namesrvAddr", nameServers)]));
        await client.StartAsync();

        client.ProducerOptions.ProducerGroup = "shop";
        await using var producer = client.Factory.CreateProducer(client.ProducerOptions, client.Options);
        await producer.StartAsync();
        return await producer.SendAsync(new Message("Orders", Encoding.UTF8.GetBytes("tea towel")));
    }

    public static async Task SendAsync(Producer producer)
    {
        // Many at once; how many is bounded by clientAsyncSemaphoreValue.
        var orders = Enumerable.Range(1, 100).Select(i => new Message("Orders", Encoding.UTF8.GetBytes($"order {i}")));
        var results = await Task.WhenAll(orders.Select(order => producer.SendAsync(order, new SendOptions { Mode = SendMode.Asynchronous }).AsTask()));

        // One request, one queue, one topic, 4 MiB at most.
        Message[] batch = [new("Orders", "a"u8.ToArray()), new("Orders", "b"u8.ToArray())];
        await producer.SendBatchAsync(batch);

        // No answer: whether it was stored is not known.
        await producer.SendOneWayAsync(new Message("Orders", "c"u8.ToArray()));

        // A queue of one's own choice: what belongs together stays in order.
        var customer = 7;
        var late = new Message("Orders", "d"u8.ToArray()) { DelayTimeLevel = 1 };
        late.PutUserProperty("shop", "Lisbon");
        await producer.SendAsync(late, (queues, message) => queues[customer % queues.Count]);

        Assert.Equal(100, results.Count(result => result.Status == SendStatus.SendOk));
    }

    public static async Task<int> PullAsync(MqClientFactory factory, MqClientOptions client, TextWriter output)
    {
        var count = 0;
        await using var consumer = factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "shop-reader" }, client);
        await consumer.StartAsync();

        foreach (var queue in await consumer.FetchSubscribeQueuesAsync("Orders"))
        {
            var offset = Math.Max(await consumer.FetchCommittedOffsetAsync(queue), 0);
            while (true)
            {
                var pulled = await consumer.PullAsync(queue, "*", offset, maxNums: 32);
                foreach (var message in pulled.Messages)
                {
                    output.WriteLine($"{message.QueueOffset}: {Encoding.UTF8.GetString(message.Body.Span)}");
                    count++;
                }

                offset = pulled.NextBeginOffset;
                if (pulled.Status == PullStatus.NoNewMessage) break;
            }

            await consumer.UpdateCommittedOffsetAsync(queue, offset);
        }

        return count;
    }

    public static async Task<string> ErrorsAsync(Producer producer, Message message)
    {
        try
        {
            await producer.SendAsync(message);
            return "sent";
        }
        catch (MqIllegalArgumentException e)
        {
            return $"never sent, mend the message: {e.Message}";
        }
        catch (MqServerException e)
        {
            return $"{e.Address} answered {e.ResponseCode}: {e.Remark}";
        }
        catch (MqClientException e)
        {
            return $"all attempts failed, it may be stored all the same: {e.Message}";
        }
    }
}
