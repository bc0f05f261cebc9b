using PluggableMQ.Abstractions.RpcHooks;

namespace PluggableMQ.Hosting.Manifests;

/// <summary>What an operator says about one hook.</summary>
/// <param name="Name">The hook's short name.</param>
/// <param name="OnFailure">What happens when it fails; null leaves it to the hook.</param>
/// <param name="TimeLimit">How long each of its calls may take; null for the default.</param>
public sealed record RpcHookSetting(string Name, RpcHookFailureMode? OnFailure = null, TimeSpan? TimeLimit = null);
