using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests.Support;

/// <summary>Takes OTLP traces, by HTTP on one port and by gRPC on another, and keeps the spans.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string GrpcPath = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<ExportedSpan> _spans = [];
    private readonly List<IHeaderDictionary> _headers = [];
    private TaskCompletionSource _more = NewSignal();

    private OtlpReceiver(WebApplication app) => _app = app;

    public string HttpEndpoint { get; private set; } = "";

    public string GrpcEndpoint { get; private set; } = "";

    public IReadOnlyList<ExportedSpan> Spans
    {
        get
        {
            lock (_lock) return [.. _spans];
        }
    }

    public IReadOnlyList<IHeaderDictionary> Headers
    {
        get
        {
            lock (_lock) return [.. _headers];
        }
    }

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.Run(receiver.HandleAsync);
        await receiver._app.StartAsync();
        var addresses = receiver._app.Urls.ToArray();
        (receiver.HttpEndpoint, receiver.GrpcEndpoint) = (addresses[0], addresses[1]);
        return receiver;
    }

    /// <summary>Waits until spans have come that a condition holds for.</summary>
    public async Task<IReadOnlyList<ExportedSpan>> WaitAsync(Func<IReadOnlyList<ExportedSpan>, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (condition(_spans)) return [.. _spans];
                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The wanted spans did not come. There are: {string.Join(", ", Spans.Select(static span => span.Name))}");
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var isGrpc = context.Request.Path == GrpcPath;
        if (!isGrpc && context.Request.Path != "/v1/traces")
        {
            context.Response.StatusCode = 404;
            return;
        }

        Keep(isGrpc ? Unframe(body.ToArray()) : body.ToArray(), context.Request.Headers);
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (!isGrpc) return;
        // An empty answer in a gRPC frame, and the status behind it.
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static byte[] Unframe(byte[] frame)
    {
        Assert.Equal(0, frame[0]);
        Assert.Equal(frame.Length - 5, BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)));
        return frame[5..];
    }

    private void Keep(byte[] request, IHeaderDictionary headers)
    {
        var spans = ExportedSpan.ReadAll(request);
        lock (_lock)
        {
            _spans.AddRange(spans);
            _headers.Add(new HeaderDictionary(headers.ToDictionary()));
            _more.SetResult();
            _more = NewSignal();
        }
    }
}
