using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Abstractions.RpcHooks;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Protocol;

namespace PluggableMQ.Benchmarks;

/// <summary>Extensions from a plugin folder, loaded into a load context of their own as a host does it.</summary>
internal sealed class LoadedPlugins : IAsyncDisposable
{
    // Benchmarks run in a process of their own, which lies elsewhere; the first process says where the folder is.
    private const string FolderVariable = "PLUGGABLEMQ_BENCHMARK_FIXTURES";

    private readonly PluginCatalog _catalog = PluginCatalog.Open(new PluginCatalogOptions
    {
        Directories = [Folder], Role = HostRole.Client, SharedAssemblies = [typeof(RemotingCommand).Assembly],
    });

    /// <summary>The directory of plugin folders.</summary>
    public static string Folder => Environment.GetEnvironmentVariable(FolderVariable) ?? Path.Combine(AppContext.BaseDirectory, "fixtures");

    /// <summary>Tells processes that this one starts where the folder is.</summary>
    public static void Publish() => Environment.SetEnvironmentVariable(FolderVariable, Folder);

    /// <summary>Makes hooks that do nothing.</summary>
    public IReadOnlyList<IRpcHook> CreateHooks(int count)
        => [.. Enumerable.Range(1, count).Select(i => _catalog.Create(PluginKinds.RpcHook, $"pass-{i}", new RpcHookCreationContext(HostRole.Client, TimeProvider.System, NullLoggerFactory.Instance)))];

    /// <summary>Makes a selection strategy.</summary>
    public IQueueSelectionStrategy CreateStrategy()
        => _catalog.Create(PluginKinds.QueueSelection, "well-behaved", new QueueSelectionContext("group", TimeProvider.System, NullLoggerFactory.Instance));

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();
}
