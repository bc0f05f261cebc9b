using System.Globalization;
using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Addressing.Dns.Tests;

public class EndToEndTests
{
    private const string Id = "PluggableMQ.Addressing.Dns";

    [Fact]
    public async Task Send_NameServerFromServiceRecord_GoesThrough()
    {
        using var dns = new DnsServer();
        await using var queue = ComposedQueue.Open(Id, _ => $$""" "addressing": "dns", "options": { "{{Id}}": { "name": "_rocketmq._tcp.example.com", "resolver": "{{dns.Endpoint}}" } } """);
        var (address, _) = await queue.StartNameServerAsync();
        var port = int.Parse(address.Split(':')[1], CultureInfo.InvariantCulture);
        dns.Answer = question => new DnsReply(question).Service(0, 0, port, "ns.example.com").AlsoAddress("ns.example.com", "127.0.0.1").ToArray();

        await queue.StartBrokerAsync("broker-a", nameServer: "");
        var producer = await queue.StartProducerAsync(nameServer: "");
        var sent = await ComposedQueue.SendPatientlyAsync(producer, new Message { Topic = "Orders", Body = "x"u8.ToArray() });

        Assert.Equal(SendStatus.SendOk, sent.Status);
        Assert.Equal(["addressing dns"], queue.InUse(Id));
    }
}
