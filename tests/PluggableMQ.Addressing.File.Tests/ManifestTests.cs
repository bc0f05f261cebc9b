using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Addressing.File.Tests;

public class ManifestTests : PluginManifestContract<FilePlugin>;
