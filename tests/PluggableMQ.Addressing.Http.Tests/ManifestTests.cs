using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Addressing.Http.Tests;

public class ManifestTests : PluginManifestTests<HttpPlugin>;
