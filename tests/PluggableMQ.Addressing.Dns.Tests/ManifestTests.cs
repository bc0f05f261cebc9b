using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Addressing.Dns.Tests;

public class ManifestTests : PluginManifestTests<DnsPlugin>;
