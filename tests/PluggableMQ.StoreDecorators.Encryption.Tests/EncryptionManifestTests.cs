using PluggableMQ.Tests.Shared;

namespace PluggableMQ.StoreDecorators.Encryption.Tests;

/// <summary>The plugin's folder.</summary>
public sealed class EncryptionManifestTests : PluginManifestTests<EncryptionPlugin>;
