using PluggableMQ.Tests.Shared;

namespace PluggableMQ.RpcHooks.Metrics.Tests;

public class ManifestTests : PluginManifestTests<MetricsPlugin>;
