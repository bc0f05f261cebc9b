using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.QueueSelection.RoundRobin.Tests;

public class ManifestTests : PluginManifestContract<RoundRobinPlugin>;
