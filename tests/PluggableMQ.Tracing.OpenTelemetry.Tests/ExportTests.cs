using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Loader;
using PluggableMQ.Abstractions;
using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Tracing.OpenTelemetry.Tests.Support;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests;

/// <summary>Spans belong to the process, so one test runs at a time.</summary>
[CollectionDefinition(nameof(ExportTests), DisableParallelization = true)]
public sealed class ExportCollection;

/// <summary>Messages through a real broker over TCP, spans to a real receiver. An export that runs out of time loses its spans for good, so on a busy
/// machine it gets all the time there is.</summary>
[Collection(nameof(ExportTests))]
public sealed class ExportTests
{
    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Export_MessageFromProducerToConsumer_IsOneTrace(string protocol)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var cluster = await TracedCluster.StartAsync($$"""
            {
              "protocol": "{{protocol}}", "endpoint": "{{(protocol == "grpc" ? receiver.GrpcEndpoint : receiver.HttpEndpoint)}}", "exportInterval": 10, "timeout": 60000,
              "headers": { "x-api-key": "secret, with = and %" }, "serviceName": "shop", "resourceAttributes": { "deployment.environment.name": "test" }
            }
            """);
        await using var producer = await cluster.StartProducerAsync();
        await using var consumer = await cluster.StartConsumerAsync();
        using var caller = new Activity("checkout") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        var result = await producer.SendAsync(new Message("Orders", "hello"u8.ToArray(), "new", "order-1 customer-9"));
        var message = await PullAsync(consumer, result);
        using (MessageTracing.StartProcess(message, consumer.Group)) Assert.Equal("hello"u8.ToArray(), message.Body.ToArray());

        var spans = await receiver.WaitAsync(all => all.Count >= 3);

        var send = Assert.Single(spans, span => span.Name == "send Orders");
        var receive = Assert.Single(spans, span => span.Name == "receive Orders");
        var process = Assert.Single(spans, span => span.Name == "process Orders");
        Assert.Equal((4, 3, 5), (send.Kind, receive.Kind, process.Kind));
        Assert.Equal((caller.TraceId.ToHexString(), caller.SpanId.ToHexString()), (send.TraceId, send.ParentSpanId));
        Assert.Equal((send.TraceId, send.SpanId), (process.TraceId, process.ParentSpanId));
        Assert.Equal((send.TraceId, send.SpanId), Assert.Single(receive.Links));
        Assert.Equal(
            ("rocketmq", "Orders", "orders", result.MessageId, "new", "order-1 customer-9", "5", "127.0.0.1"),
            (send.Attributes["messaging.system"], send.Attributes["messaging.destination.name"], send.Attributes["messaging.rocketmq.client_group"],
                send.Attributes["messaging.message.id"], send.Attributes["messaging.rocketmq.message.tag"], send.Attributes["messaging.rocketmq.message.keys"],
                send.Attributes["messaging.message.body.size"], send.Attributes["server.address"]));
        Assert.Equal(("billing", result.MessageId), (process.Attributes["messaging.consumer.group.name"], process.Attributes["messaging.message.id"]));
        Assert.Equal(("shop", "test"), (send.Resource["service.name"], send.Resource["deployment.environment.name"]));
        Assert.All(receiver.Headers, headers => Assert.Equal("secret, with = and %", headers["x-api-key"]));
        Assert.True(send.End >= send.Start && send.Status == 0);
        var own = AssemblyLoadContext.All.Where(context => context.Name?.StartsWith("PluggableMQ.Tracing.OpenTelemetry/", StringComparison.Ordinal) == true);
        var loaded = own.SelectMany(context => context.Assemblies).Select(assembly => assembly.GetName().Name).ToHashSet();
        Assert.Superset(new HashSet<string?> { "OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Exporter.OpenTelemetryProtocol" }, loaded);
        Assert.DoesNotContain("System.Diagnostics.DiagnosticSource", loaded);
    }

    [Fact]
    public async Task Export_TwoProducers_EachSpanComesOnce()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var cluster = await TracedCluster.StartAsync(Http(receiver));
        await using var first = await cluster.StartProducerAsync("first");
        await using (var second = await cluster.StartProducerAsync("second")) await second.SendAsync(new Message("T", "2"u8.ToArray()));
        await first.SendAsync(new Message("T", "1"u8.ToArray()));

        await receiver.WaitAsync(all => all.Count >= 2);
        await first.DisposeAsync();
        await cluster.Client.DisposeAsync();

        Assert.Equal(["first", "second"], receiver.Spans.Select(span => span.Attributes["messaging.rocketmq.client_group"]).Order());
    }

    [Fact]
    public async Task Export_SamplerRatioOfZero_KeepsOnlyWhatTheParentKeeps()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var cluster = await TracedCluster.StartAsync($$"""{ "protocol": "http/protobuf", "endpoint": "{{receiver.HttpEndpoint}}", "exportInterval": 10, "timeout": 60000, "samplerRatio": 0 }""");
        var producer = await cluster.StartProducerAsync();

        await producer.SendAsync(new Message("T", "1"u8.ToArray()));
        using (var kept = new Activity("kept") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start()) await producer.SendAsync(new Message("T", "2"u8.ToArray(), "kept"));
        await receiver.WaitAsync(all => all.Count >= 1);
        await producer.DisposeAsync();
        await cluster.Client.DisposeAsync();

        Assert.Equal("kept", Assert.Single(receiver.Spans).Attributes["messaging.rocketmq.message.tag"]);
    }

    [Fact]
    public async Task Export_ReceiverIsDown_SendsGoOnAndTheHostStops()
    {
        await using var cluster = await TracedCluster.StartAsync($$"""{ "endpoint": "http://127.0.0.1:{{FreePort()}}", "exportInterval": 10 }""");
        var producer = await cluster.StartProducerAsync();

        for (var i = 0; i < 100; i++) Assert.Equal(SendStatus.SendOk, (await producer.SendAsync(new Message("T", "x"u8.ToArray()))).Status);
        await producer.DisposeAsync();

        await cluster.Client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Export_ReceiverNeverAnswers_SendsGoOnAndTheHostStops()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var cluster = await TracedCluster.StartAsync($$"""
            { "protocol": "http/protobuf", "endpoint": "http://{{silent.LocalEndpoint}}", "exportInterval": 10, "maxQueueSize": 16, "timeout": 60000 }
            """);
        var producer = await cluster.StartProducerAsync();

        for (var i = 0; i < 100; i++) Assert.Equal(SendStatus.SendOk, (await producer.SendAsync(new Message("T", "x"u8.ToArray()))).Status);
        await producer.DisposeAsync();

        // Far less than the time limit of the export that hangs.
        await cluster.Client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(50));
    }

    private static string Http(OtlpReceiver receiver) => $$"""{ "protocol": "http/protobuf", "endpoint": "{{receiver.HttpEndpoint}}", "exportInterval": 10, "timeout": 60000 }""";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<MessageExt> PullAsync(PullConsumer consumer, SendResult sent)
    {
        var queue = new MessageQueue("Orders", sent.Queue.BrokerName, sent.Queue.QueueId);
        return Assert.Single((await consumer.PullAsync(queue, "*", sent.QueueOffset, 1)).Messages);
    }
}
