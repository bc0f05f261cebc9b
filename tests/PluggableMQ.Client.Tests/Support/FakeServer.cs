using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>A server that answers by script, over a real transport and real frames.</summary>
internal sealed class FakeServer : IRequestProcessor, IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Func<RecordedRequest, RemotingCommand, bool>> _answers = new();
    private readonly ConcurrentQueue<RecordedRequest> _received = new();
    private readonly ConcurrentQueue<(Func<RecordedRequest, bool> Wanted, TaskCompletionSource<RecordedRequest> Arrived)> _waiters = new();
    private readonly Lock _gate = new();
    private readonly RemotingServer _server;

    private FakeServer(TransportTable transports)
    {
        var processors = new ProcessorTable();
        processors.RegisterDefault(this, new RequestClass("fake", 100_000, inline: true));
        _server = new RemotingServer(new RemotingServerOptions(), transports, processors, RpcHookPipeline.Empty, NullLoggerFactory.Instance, TimeProvider.System);
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What it received so far, in order.</summary>
    public IReadOnlyList<RecordedRequest> Received => [.. _received];

    public static async Task<FakeServer> StartAsync(TransportTable transports, string address = "127.0.0.1:0")
    {
        var server = new FakeServer(transports);
        server.Address = (await server._server.StartAsync(TransportEndpoint.Parse(address))).ToString();
        return server;
    }

    /// <summary>Answers a code: fills the response, and says whether it is sent at all.</summary>
    public FakeServer On(int code, Func<RecordedRequest, RemotingCommand, bool> answer)
    {
        _answers[code] = answer;
        return this;
    }

    /// <summary>Answers a code.</summary>
    public FakeServer On(int code, Action<RecordedRequest, RemotingCommand> answer) => On(code, (request, response) =>
    {
        answer(request, response);
        return true;
    });

    /// <summary>Answers a code with a code.</summary>
    public FakeServer On(int code, int responseCode, string? remark = null) => On(code, (_, response) => response.SetResult(responseCode, remark));

    /// <summary>Never answers a code.</summary>
    public FakeServer Ignore(int code) => On(code, (_, _) => false);

    /// <summary>Closes the connection instead of answering a code.</summary>
    public FakeServer HangUp(int code) => On(code, (request, _) =>
    {
        request.Connection.Abort("script");
        return false;
    });

    /// <summary>What it received of a code so far.</summary>
    public IReadOnlyList<RecordedRequest> Get(int code) => [.. _received.Where(request => request.Code == code)];

    /// <summary>Waits for the n-th request of a code, counted from one.</summary>
    public async Task<RecordedRequest> WaitForAsync(int code, int count = 1)
    {
        TaskCompletionSource<RecordedRequest> arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            var requests = Get(code);
            if (requests.Count >= count) return requests[count - 1];
            var missing = count - requests.Count;
            _waiters.Enqueue((request => request.Code == code && Interlocked.Decrement(ref missing) == 0, arrived));
        }

        return await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public ValueTask ProcessAsync(RequestContext context)
    {
        var request = new RecordedRequest(context.Request, this, context.Connection);
        lock (_gate)
        {
            _received.Enqueue(request);
            foreach (var (wanted, arrived) in _waiters)
            {
                if (wanted(request)) arrived.TrySetResult(request);
            }
        }

        if (!_answers.TryGetValue(request.Code, out var answer)) context.Response.SetResult(ResponseCode.RequestCodeNotSupported, $" request type {request.Code} not supported");
        else if (!answer(request, context.Response)) context.Suspend();
        return default;
    }

    /// <summary>Stops to listen and closes all connections.</summary>
    public ValueTask DisposeAsync() => _server.StopAsync(new CancellationToken(canceled: true));
}
