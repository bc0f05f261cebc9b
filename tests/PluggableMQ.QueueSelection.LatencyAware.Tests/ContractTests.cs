using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.QueueSelection.LatencyAware.Tests;

/// <summary>The contract of selection strategies.</summary>
public sealed class ContractTests : QueueSelectionContract
{
    protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        => new PluginHarness(new LatencyAwarePlugin()).Create(PluginKinds.QueueSelection, "latency-aware", context);
}
