using PluggableMQ.Tests.Shared;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public class ManifestTests : PluginManifestTests<StandardPlugin>;
