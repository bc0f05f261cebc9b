using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests;

/// <summary>The plugin's folder.</summary>
public sealed class ManifestTests : PluginManifestTests<OpenTelemetryPlugin>;
