using PluggableMQ.Tests.Shared;

namespace PluggableMQ.QueueSelection.LatencyAware.Tests;

public class ManifestTests : PluginManifestTests<LatencyAwarePlugin>;
