using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Addressing.File.Tests;

public class EndToEndTests
{
    private const string Id = "PluggableMQ.Addressing.File";

    [Fact]
    public async Task Send_AfterTheNameServersMoved_FindsThemWithoutARestart()
    {
        await using var queue = ComposedQueue.Open(Id, folder => $$""" "addressing": "file", "options": { "{{Id}}": { "path": "{{folder}}/ns.txt" } } """);
        var file = Path.Combine(queue.Directory, "ns.txt");
        var (first, firstHost) = await queue.StartNameServerAsync();
        await System.IO.File.WriteAllTextAsync(file, first);
        await queue.StartBrokerAsync("broker-a", nameServer: "");
        var producer = await queue.StartProducerAsync(nameServer: "");
        Assert.Equal(SendStatus.SendOk, (await ComposedQueue.SendPatientlyAsync(producer, NewMessage("Before"))).Status);

        var (second, _) = await queue.StartNameServerAsync();
        await System.IO.File.WriteAllTextAsync(file + ".new", $"# moved\n{second}\n");
        System.IO.File.Move(file + ".new", file, overwrite: true);
        await firstHost.StopAsync();

        // A topic that nobody has a route of yet: it is only to be had from the second one, where the broker must have registered.
        Assert.Equal(SendStatus.SendOk, (await ComposedQueue.SendPatientlyAsync(producer, NewMessage("After"))).Status);
        Assert.Equal(["addressing file"], queue.InUse(Id));
    }

    private static Message NewMessage(string topic) => new() { Topic = topic, Body = "x"u8.ToArray() };
}
