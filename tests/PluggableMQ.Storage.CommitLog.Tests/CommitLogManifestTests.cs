using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Storage.CommitLog.Tests;

/// <summary>The plugin's folder.</summary>
public sealed class CommitLogManifestTests : PluginManifestContract<CommitLogPlugin>;
