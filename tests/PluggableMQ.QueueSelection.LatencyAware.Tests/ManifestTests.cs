using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.QueueSelection.LatencyAware.Tests;

public class ManifestTests : PluginManifestContract<LatencyAwarePlugin>;
