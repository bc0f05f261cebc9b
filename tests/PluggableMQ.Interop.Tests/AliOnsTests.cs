using System.Text.Json;
using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Interop.Tests;

/// <summary>An unmodified third-party client (ali-ons for Node: JSON headers with real numbers, push consumer) against NameServer and broker as processes.</summary>
public sealed class AliOnsTests
{
    private const int Messages = 40;

    [NodeFact]
    public async Task SendAndPushConsume_UnicodeKeysAndProperties_ArriveOnceAsSent()
    {
        var directory = await NodeClient.InstallAsync();
        await using var cluster = await Cluster.StartAsync();
        await cluster.CreateTopicAsync("Interop");

        var seen = await NodeClient.SendAndConsumeAsync(directory, cluster.NameServerAddress, "Interop", "interop-all", Messages, "*");

        Assert.All(seen.GetProperty("sent").EnumerateArray(), sent => Assert.Equal("SEND_OK", sent.GetProperty("status").GetString()));
        var expected = Enumerable.Range(0, Messages).Select(i => (Body(i), Tag(i), $"key-{i}", $"wert-{i}")).Order();
        Assert.Equal(expected, seen.GetProperty("received").EnumerateArray().Select(Read).Order());
    }

    [NodeFact]
    public async Task PushConsume_TagExpression_DeliversThatTagOnly()
    {
        var directory = await NodeClient.InstallAsync();
        await using var cluster = await Cluster.StartAsync();
        await cluster.CreateTopicAsync("Interop");

        var seen = await NodeClient.SendAndConsumeAsync(directory, cluster.NameServerAddress, "Interop", "interop-tag", Messages, "TagA");

        var expected = Enumerable.Range(0, Messages).Where(i => Tag(i) == "TagA").Select(i => (Body(i), Tag(i), $"key-{i}", $"wert-{i}")).Order();
        Assert.Equal(expected, seen.GetProperty("received").EnumerateArray().Select(Read).Order());
    }

    private static string Body(int i) => $"message {i}: Grüße, 世界, 🚀";

    private static string Tag(int i) => i % 2 == 0 ? "TagA" : "TagB";

    private static (string, string, string, string) Read(JsonElement message) => (
        message.GetProperty("body").GetString()!, message.GetProperty("tags").GetString()!,
        message.GetProperty("keys").GetString()!, message.GetProperty("property").GetString()!);
}
