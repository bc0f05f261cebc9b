using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing;

namespace Template._1.Tests;

/// <summary>The transport by itself, and a whole queue over it: NameServer, broker and producer in this process.</summary>
public sealed class MyTransportTests
{
    [Fact]
    public async Task Queue_OverTheTransport_SendsAndReads()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new MyTransportPlugin());
            options.Transport = "my-transport";
        });

        for (var i = 0; i < 10; i++) await mq.SendAsync("orders", $"m{i}");

        Assert.Equal(10, (await mq.ReadAllAsync("orders")).Count);
    }

    [Fact]
    public async Task Connect_NameWithSeveralAddresses_FindsTheOneThatListens()
    {
        var transport = new PluginHarness(new MyTransportPlugin()).Create(
            PluginKinds.Transport, "my-transport", new TransportContext(HostRole.Client, TimeProvider.System, NullLoggerFactory.Instance));
        foreach (var address in await System.Net.Dns.GetHostAddressesAsync("localhost"))
        {
            await using var listener = await transport.ListenAsync(new TransportEndpoint("my-transport", address.ToString(), 0), CancellationToken.None);

            await using var connection = await transport.ConnectAsync(listener.Endpoint with { Host = "localhost" }, CancellationToken.None);

            Assert.Equal(listener.Endpoint.Port, connection.RemoteEndPoint.Port);
        }
    }
}
