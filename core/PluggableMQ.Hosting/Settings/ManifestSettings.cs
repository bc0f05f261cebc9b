using System.Globalization;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Hosting.Manifests;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Settings;

/// <summary>What of the manifest is in force for a role, for <c>-p</c>.</summary>
internal static class ManifestSettings
{
    private const string Hooks = "rpcHooks";

    /// <summary>The manifest's keys that concern the role, and the rules of its hooks.</summary>
    /// <param name="profile">The role.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="selections">What the role uses of it; hooks for other roles are not among them.</param>
    public static IEnumerable<EffectiveSetting> Read(
        RoleProfile profile, OperatorManifest manifest, IReadOnlyList<(Selection Selection, PluginEntry Plugin)> selections)
    {
        EffectiveSetting Of(string key, string value) => new(key, value, manifest.SourceOf(key));
        var names = selections.ToLookup(s => s.Selection.ManifestKey, s => s.Selection.Name);
        yield return Of("pluginDirectories", string.Join(", ", manifest.PluginDirectories));
        foreach (var key in profile.ManifestKeys) yield return Of(key, key == "tracing" ? manifest.Tracing : string.Join(", ", names[key]));
        var hooks = manifest.RpcHookSettings.Where(hook => names[Hooks].Contains(hook.Name));
        foreach (var rule in hooks.SelectMany(hook => Rules(hook, manifest.Source))) yield return rule;
        yield return Of("disabled", string.Join(", ", manifest.Disabled));
        yield return Of("hotSwap", manifest.HotSwap ? "true" : "false");
    }

    // Only the manifest itself has such rules.
    private static IEnumerable<EffectiveSetting> Rules(RpcHookSetting hook, string source)
    {
        var mode = hook.OnFailure switch
        {
            RpcHookFailureMode.FailClosed => "failClosed",
            RpcHookFailureMode.FailOpen => "failOpen",
            _ => "as the hook says",
        };
        var limit = (hook.TimeLimit ?? RpcHookEntryOptions.DefaultTimeLimit).TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        yield return new EffectiveSetting($"{Hooks}.{hook.Name}.onFailure", mode, hook.OnFailure is null ? EffectiveSetting.Default : source);
        yield return new EffectiveSetting($"{Hooks}.{hook.Name}.timeLimitMs", limit, hook.TimeLimit is null ? EffectiveSetting.Default : source);
    }
}
