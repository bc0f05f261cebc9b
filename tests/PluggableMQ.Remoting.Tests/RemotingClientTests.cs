using System.Buffers;
using System.Buffers.Binary;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class RemotingClientTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("tcp", SerializeType.Json, true)]
    [InlineData("tcp", SerializeType.RocketMq, true)]
    [InlineData("tcp", SerializeType.Json, false)]
    [InlineData("inmemory", SerializeType.Json, true)]
    [InlineData("inmemory", SerializeType.RocketMq, false)]
    public async Task InvokeAsync_ManyCallersOnOneConnection_EachGetsItsOwnAnswer(string scheme, SerializeType serialization, bool inline)
    {
        await using var peers = await Peers.StartAsync(
            setup =>
            {
                setup.Processors.Register(7, Processor.Echo, inline ? Processor.Inline : Processor.Pooled);
                setup.ClientOptions = new RemotingClientOptions { SerializeType = serialization };
            },
            scheme);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            var body = new byte[128];
            for (var i = 0; i < 200; i++)
            {
                BinaryPrimitives.WriteInt64BigEndian(body, ((long)caller << 32) | (uint)i);
                var request = RemotingCommand.CreateRequest(7, body);
                request.Fields.Add("n"u8, i);
                var response = await peers.Client.InvokeAsync(peers.Address, request, Timeout);
                Assert.Equal(ResponseCode.Success, response.Code);
                Assert.Equal(request.Opaque, response.Opaque);
                Assert.Equal(serialization, response.SerializeType);
                Assert.Equal(body, response.Body.ToArray());
                Assert.True(response.Fields.TryGetInt32("n"u8, out var n) && n == i);
                peers.Client.Recycle(response);
            }
        })));

        Assert.Single(peers.Server.Connections);
    }
}
