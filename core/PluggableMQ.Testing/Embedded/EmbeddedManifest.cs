using System.Text.Json.Nodes;

namespace PluggableMQ.Testing;

/// <summary>Writes the manifest that an operator would have written for an embedded queue.</summary>
internal static class EmbeddedManifest
{
    public static string Write(EmbeddedQueueOptions options)
    {
        var manifest = new JsonObject
        {
            ["pluginDirectories"] = new JsonArray(),
            ["transport"] = options.Transport,
            ["storage"] = options.Storage,
            ["queueSelection"] = options.QueueSelection,
            ["addressing"] = options.Addressing,
            ["tracing"] = options.Tracing,
            ["rpcHooks"] = Names(options.RpcHooks),
            ["storeDecorators"] = Names(options.StoreDecorators),
            ["options"] = new JsonObject(options.PluginOptions.Select(plugin => KeyValuePair.Create(plugin.Key, (JsonNode?)plugin.Value.DeepClone()))),
        };
        return manifest.ToJsonString();
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);
}
