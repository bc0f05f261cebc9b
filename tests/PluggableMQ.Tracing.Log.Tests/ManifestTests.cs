using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Tracing.Log.Tests;

public class ManifestTests : PluginManifestTests<LogPlugin>;
