using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace Template._1.Tests;

/// <summary>What every transport promises. One whose addresses are no host:port overrides NewEndpoint and HasPorts.</summary>
public sealed class MyTransportContractTests : TransportContract
{
    protected override ITransport Create(TransportContext context) => new PluginHarness(new MyTransportPlugin()).Create(PluginKinds.Transport, "my-transport", context);
}

/// <summary>plugin.json and options.schema.json say what the assembly does.</summary>
public sealed class ManifestTests : PluginManifestContract<MyTransportPlugin>;
