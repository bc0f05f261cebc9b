using PluggableMQ.Client;
using PluggableMQ.Protocol;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

public class EndToEndTests
{
    private const string Id = "PluggableMQ.RpcHooks.RateLimit";

    [Fact]
    public async Task Send_BeyondTheLimitOfAGroup_IsRefusedAndOthersPass()
    {
        await using var queue = ComposedQueue.Open(Id, _ => $$""" "options": { "{{Id}}": { "overrides": [{ "group": "noisy", "messagesPerSecond": 1, "burst": 3 }] } } """, rpcHooks: "rate-limit");
        var (address, _) = await queue.StartNameServerAsync();
        await queue.StartBrokerAsync("broker-a", address);
        var noisy = await queue.StartProducerAsync(address, "noisy");
        var quiet = await queue.StartProducerAsync(address, "quiet");

        // More than can be paid off in the time that the sends take: a batch of many messages overdraws the bucket for minutes.
        var batch = Enumerable.Range(0, 300).Select(_ => NewMessage()).ToArray();
        await noisy.SendBatchAsync(batch);
        var refusal = await Assert.ThrowsAsync<MqServerException>(async () => await noisy.SendAsync(NewMessage()));

        Assert.Equal(ResponseCode.SystemBusy, refusal.ResponseCode);
        Assert.Contains("[REJECTREQUEST]system busy, start flow control for a while", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SendStatus.SendOk, (await quiet.SendAsync(NewMessage())).Status);
        Assert.Equal(["rpcHook rate-limit"], queue.InUse(Id));
    }

    private static Message NewMessage() => new() { Topic = "Orders", Body = "x"u8.ToArray() };
}
