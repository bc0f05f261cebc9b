using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

public class ManifestTests : PluginManifestContract<RateLimitPlugin>;
