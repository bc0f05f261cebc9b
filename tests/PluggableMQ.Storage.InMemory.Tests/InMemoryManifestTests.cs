using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Storage.InMemory.Tests;

/// <summary>The plugin's folder.</summary>
public sealed class InMemoryManifestTests : PluginManifestContract<InMemoryPlugin>;
