using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace Template._1.Tests;

/// <summary>What every queue selection promises.</summary>
public sealed class SelectionContractTests : QueueSelectionContract
{
    protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        => new PluginHarness(new MySelectionPlugin()).Create(PluginKinds.QueueSelection, "my-selection", context);
}

/// <summary>plugin.json and options.schema.json say what the assembly does.</summary>
public sealed class ManifestTests : PluginManifestContract<MySelectionPlugin>;
