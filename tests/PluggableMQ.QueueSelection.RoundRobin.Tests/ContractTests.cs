using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.QueueSelection.RoundRobin.Tests;

/// <summary>The contract of selection strategies.</summary>
public sealed class ContractTests : QueueSelectionContract
{
    protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        => new PluginHarness(new RoundRobinPlugin()).Create(PluginKinds.QueueSelection, "round-robin", context);
}
