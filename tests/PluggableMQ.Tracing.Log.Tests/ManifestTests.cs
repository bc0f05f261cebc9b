using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Tracing.Log.Tests;

public class ManifestTests : PluginManifestContract<LogPlugin>;
