using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Storage.InMemory.Tests;

/// <summary>The plugin's folder.</summary>
public sealed class InMemoryManifestTests : PluginManifestTests<InMemoryPlugin>;
