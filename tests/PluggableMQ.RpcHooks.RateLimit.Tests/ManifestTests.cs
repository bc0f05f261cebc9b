using PluggableMQ.Tests.Shared;

namespace PluggableMQ.RpcHooks.RateLimit.Tests;

public class ManifestTests : PluginManifestTests<RateLimitPlugin>;
