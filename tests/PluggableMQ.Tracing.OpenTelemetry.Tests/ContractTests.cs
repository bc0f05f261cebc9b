using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Tracing.OpenTelemetry.Tests.Support;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests;

/// <summary>The contract of trace dispatchers, with a receiver that takes what is exported.</summary>
/// <remarks>Whether sends and receives arrive is not asked here: they have spans of the client's own, and no record becomes another one.</remarks>
[Collection(nameof(ExportTests))]
public sealed class ContractTests : TraceDispatcherContract
{
    private OtlpReceiver? _receiver;

    public override async Task InitializeAsync() => _receiver = await OtlpReceiver.StartAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _receiver!.DisposeAsync();
    }

    protected override ITraceDispatcher Create(TraceDispatcherContext context)
        => new PluginHarness(new OpenTelemetryPlugin(), ("protocol", "http/protobuf"), ("endpoint", _receiver!.HttpEndpoint), ("exportInterval", "10"))
            .Create(PluginKinds.Tracing, "opentelemetry", context);
}
