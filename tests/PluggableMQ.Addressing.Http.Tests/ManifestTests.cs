using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Addressing.Http.Tests;

public class ManifestTests : PluginManifestContract<HttpPlugin>;
