using System.Text.Json.Nodes;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Client;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace Acme.Hooks.Audit.Tests;

/// <summary>The hook of docs/writing-a-plugin.md keeps the contract.</summary>
public sealed class HookContractTests : RpcHookContract
{
    protected override IRpcHook Create(RpcHookCreationContext context) => new PluginHarness(new AuditPlugin()).Create(PluginKinds.RpcHook, "audit", context);
}

/// <summary>The hook of docs/writing-a-plugin.md in a whole queue.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Send_TooLong_IsRefused()
    {
        await using var mq = await EmbeddedQueue.StartAsync(options =>
        {
            options.Plugins.Add(new AuditPlugin());
            options.RpcHooks.Add("audit");
            // Here the id is the assembly's name, for a plugin whose plugin.json is not in the assembly.
            options.PluginOptions[typeof(AuditPlugin).Assembly.GetName().Name!] = new JsonObject { ["maxBytes"] = 10 };
        });

        await mq.SendAsync("orders", "short");
        var refusal = await Assert.ThrowsAnyAsync<MqClientException>(() => mq.SendAsync("orders", "much too long"));

        Assert.Contains("13 bytes, 10 are allowed", refusal.Message);
        Assert.Single(await mq.ReadAllAsync("orders"));
    }
}
