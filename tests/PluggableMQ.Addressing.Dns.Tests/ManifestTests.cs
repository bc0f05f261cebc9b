using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Addressing.Dns.Tests;

public class ManifestTests : PluginManifestContract<DnsPlugin>;
