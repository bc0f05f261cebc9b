using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Tests.Support;

/// <summary>Takes what a broker sends to a NameServer, and answers what a test wants.</summary>
internal sealed class RecordingNameServer : IRequestProcessor, IAsyncDisposable
{
    private readonly Channel<RemotingCommand> _received = Channel.CreateUnbounded<RemotingCommand>();
    private readonly RemotingServer _server;

    private RecordingNameServer(TransportTable transports)
    {
        var processors = new ProcessorTable();
        processors.RegisterDefault(this, new RequestClass("all", 1000, inline: true));
        _server = new RemotingServer(
            new RemotingServerOptions(), transports, processors, RpcHookPipeline.Empty, NullLoggerFactory.Instance, TimeProvider.System);
    }

    public string Address => $"127.0.0.1:{_server.Endpoint!.Port}";

    /// <summary>Fills the answer to a request.</summary>
    public Action<RemotingCommand, RemotingCommand>? Answer { get; set; }

    public static async Task<RecordingNameServer> StartAsync(TransportTable transports)
    {
        var server = new RecordingNameServer(transports);
        await server._server.StartAsync(new TransportEndpoint(null, "127.0.0.1", 0));
        return server;
    }

    /// <summary>The next request.</summary>
    public async Task<RemotingCommand> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(TestBroker.Patience);

    public bool TryNext(out RemotingCommand? request) => _received.Reader.TryRead(out request);

    public ValueTask ProcessAsync(RequestContext context)
    {
        var request = context.Request;
        var copy = RemotingCommand.CreateRequest(request.Code, request.Body.ToArray());
        copy.Fields.CopyFrom(request.Fields);
        copy.Flag = request.Flag;
        Answer?.Invoke(request, context.Response);
        _received.Writer.TryWrite(copy);
        return default;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
