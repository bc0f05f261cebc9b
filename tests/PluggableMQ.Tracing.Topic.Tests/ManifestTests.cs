using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Tracing.Topic.Tests;

public class ManifestTests : PluginManifestContract<TopicPlugin>;
