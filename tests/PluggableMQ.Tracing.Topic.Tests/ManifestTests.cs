using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Tracing.Topic.Tests;

public class ManifestTests : PluginManifestTests<TopicPlugin>;
