using PluggableMQ.Tests.Shared;

namespace PluggableMQ.QueueSelection.RoundRobin.Tests;

public class ManifestTests : PluginManifestTests<RoundRobinPlugin>;
