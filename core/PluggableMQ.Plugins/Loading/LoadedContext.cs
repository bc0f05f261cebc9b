using System.Reflection;

namespace PluggableMQ.Plugins.Loading;

/// <summary>A load context with a plugin's code in it, shared by the generations that run that code. Let go with the last of them.</summary>
/// <param name="context">The context.</param>
/// <param name="entry">The entry assembly.</param>
/// <param name="folder">The folder that it was loaded from: the shadow copy.</param>
internal sealed class LoadedContext(PluginLoadContext context, Assembly entry, string folder)
{
    private int _users = 1;
    private string? _fingerprint;

    /// <summary>The context.</summary>
    public PluginLoadContext Context { get; } = context;

    /// <summary>The entry assembly.</summary>
    public Assembly Entry { get; } = entry;

    /// <summary>The shadow copy.</summary>
    public string Folder { get; } = folder;

    /// <summary>What the code is, to tell whether a folder holds the same.</summary>
    public string Fingerprint => _fingerprint ??= FolderFingerprint.Of(Folder);

    /// <summary>Whether more than one generation uses it.</summary>
    public bool IsShared => Volatile.Read(ref _users) > 1;

    /// <summary>Another generation uses it.</summary>
    public LoadedContext Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>A generation is done with it; the last one unloads it, if it can be.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0 && Context.IsCollectible) Context.Unload();
    }
}
