using System.Text.Json;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Plugins.Json;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting.Manifests;

/// <summary>Reads the manifest's list of hooks: names, or objects that say how a hook is watched over.</summary>
internal static class RpcHookListReader
{
    private const string Key = "rpcHooks";
    private const string Closed = "failClosed";
    private const string Open = "failOpen";

    private static readonly int MaxTimeLimit = (int)RpcHookEntryOptions.MaxTimeLimit.TotalMilliseconds;

    /// <summary>The hooks, or null when the manifest does not list them.</summary>
    public static IReadOnlyList<RpcHookSetting>? Read(JsonObjectReader json, string source, ICollection<string> errors)
    {
        if (json.Get(Key) is not { } list) return null;
        if (list.ValueKind != JsonValueKind.Array)
        {
            json.Error(Key, "must be a list of texts and objects, for example [\"metrics\", { \"name\": \"acl\", \"onFailure\": \"failClosed\" }].");
            return null;
        }

        var hooks = new List<RpcHookSetting>();
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            var path = $"{Key}[{index}]";
            if (item.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(item.GetString())) hooks.Add(new RpcHookSetting(item.GetString()!));
            else if (item.ValueKind == JsonValueKind.Object) hooks.Add(Read(new JsonObjectReader(item, source, path, errors)));
            else json.Error(path, "must be the name of a hook, or an object with its name.");
        }

        if (hooks.Count > RpcHookPipeline.MaxHooks) json.Error(Key, $"lists {hooks.Count} hooks; a host runs at most {RpcHookPipeline.MaxHooks}. Take some out, or let one hook do the work of several.");
        foreach (var twice in hooks.Where(h => h.Name.Length > 0).GroupBy(h => h.Name).Where(g => g.Count() > 1)) json.Error(Key, $"lists '{twice.Key}' more than once.");
        return hooks;
    }

    private static RpcHookSetting Read(JsonObjectReader json)
    {
        var name = json.GetString("name", required: true) ?? "";
        var mode = json.GetChoice("onFailure", Closed, Open) switch
        {
            Closed => RpcHookFailureMode.FailClosed,
            Open => RpcHookFailureMode.FailOpen,
            _ => (RpcHookFailureMode?)null,
        };
        var limit = json.GetInt32("timeLimitMs");
        if (limit is { } given && (given < 1 || given > MaxTimeLimit))
        {
            json.Error("timeLimitMs", $"is {given}; it must be from 1 to {MaxTimeLimit} milliseconds.");
            limit = null;
        }

        json.ReportUnknown();
        return new RpcHookSetting(name, mode, limit is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null);
    }
}
