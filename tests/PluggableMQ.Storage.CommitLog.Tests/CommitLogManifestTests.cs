using PluggableMQ.Tests.Shared;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>The plugin's folder.</summary>
public sealed class CommitLogManifestTests : PluginManifestTests<CommitLogPlugin>;
