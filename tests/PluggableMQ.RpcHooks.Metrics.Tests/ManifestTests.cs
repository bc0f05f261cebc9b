using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.RpcHooks.Metrics.Tests;

public class ManifestTests : PluginManifestContract<MetricsPlugin>;
