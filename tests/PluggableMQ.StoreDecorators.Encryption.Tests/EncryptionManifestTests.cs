using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.StoreDecorators.Encryption.Tests;

/// <summary>The plugin's folder.</summary>
public sealed class EncryptionManifestTests : PluginManifestContract<EncryptionPlugin>;
