using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Addressing.Static.Tests;

public class ManifestTests : PluginManifestTests<StaticPlugin>;
