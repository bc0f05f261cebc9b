using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Addressing.Static.Tests;

public class ManifestTests : PluginManifestContract<StaticPlugin>;
