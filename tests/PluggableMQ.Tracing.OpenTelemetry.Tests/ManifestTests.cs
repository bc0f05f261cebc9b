using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests;

/// <summary>The plugin's folder.</summary>
public sealed class ManifestTests : PluginManifestContract<OpenTelemetryPlugin>;
