using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Addressing.File.Tests;

public class ManifestTests : PluginManifestTests<FilePlugin>;
