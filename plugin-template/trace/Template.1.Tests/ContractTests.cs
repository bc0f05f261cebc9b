using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace Template._1.Tests;

/// <summary>What every trace dispatcher promises; a message has arrived when its id is in the file.</summary>
public sealed class DispatcherContractTests : TraceDispatcherContract
{
    private readonly string _file = Path.GetTempFileName();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(_file);
    }

    protected override ITraceDispatcher Create(TraceDispatcherContext context)
        => new PluginHarness(new MyTracePlugin(), ("file", _file)).Create(PluginKinds.Tracing, "my-trace", context);

    protected override bool? HasArrived(string messageId) => File.ReadAllText(_file).Contains($"id={messageId}");
}

/// <summary>plugin.json and options.schema.json say what the assembly does.</summary>
public sealed class ManifestTests : PluginManifestContract<MyTracePlugin>;
