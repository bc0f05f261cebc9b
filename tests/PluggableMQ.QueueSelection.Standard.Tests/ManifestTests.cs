using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public class ManifestTests : PluginManifestContract<StandardPlugin>;
