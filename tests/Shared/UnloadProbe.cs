using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Tests.Shared;

/// <summary>Loads a plugin into a collectible context, lets a test use it, and sees whether the context goes.</summary>
internal static class UnloadProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Uses a plugin and unloads it.</summary>
    /// <param name="id">The plugin's id; its folder is the one that was built.</param>
    /// <param name="entryType">The full name of its entry point.</param>
    /// <param name="use">Uses it; disposes what it makes and keeps nothing.</param>
    /// <returns>Whether the context was collected.</returns>
    public static async Task<bool> IsCollectedAsync(string id, string entryType, Func<IPlugin, Task> use)
    {
        var context = await LoadAndUseAsync(Path.Combine(BuiltPlugin.GetDirectory(id), id + ".dll"), entryType, use);
        var deadline = DateTime.UtcNow + Patience;
        while (context.IsAlive && DateTime.UtcNow < deadline)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            // A pooled thread may hold its last work item until it gets the next one.
            await Task.Delay(10);
        }

        return !context.IsAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> LoadAndUseAsync(string file, string entryType, Func<IPlugin, Task> use)
    {
        var context = new PrivateContext(file);
        var plugin = (IPlugin)Activator.CreateInstance(context.LoadFromAssemblyPath(file).GetType(entryType, throwOnError: true)!)!;
        await use(plugin);
        context.Unload();
        return new WeakReference(context);
    }

    /// <summary>As in a host: what lies in the plugin's folder is its own, everything else comes from the process.</summary>
    private sealed class PrivateContext(string file) : AssemblyLoadContext("probe", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var own = Path.Combine(Path.GetDirectoryName(file)!, assemblyName.Name + ".dll");
            return File.Exists(own) && !assemblyName.Name!.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) ? LoadFromAssemblyPath(own) : null;
        }
    }
}
