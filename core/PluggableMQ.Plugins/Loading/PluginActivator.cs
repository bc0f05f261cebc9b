using System.Reflection;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Manifests;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Loading;

/// <summary>Phases 5 and 6: brings a checked plugin to life. Not thread-safe; the catalog calls it under its lock.</summary>
internal sealed class PluginActivator(PluginCatalogOptions host, SharedContracts shared, HostAssemblies assemblies, ShadowFolder shadow)
{
    /// <summary>Loads and configures a plugin.</summary>
    /// <param name="entry">The plugin, with its options; those that it requires are active.</param>
    /// <param name="number">The number of the generation.</param>
    /// <param name="sameCode">A generation that was loaded from the same files, whose code is used again; null loads it.</param>
    /// <exception cref="PluginException">It failed; the phase is set, the entry's status is the caller's affair.</exception>
    public PluginGeneration Activate(PluginEntry entry, int number, LoadedContext? sameCode)
    {
        // Before any of its code is loaded: what is wrong with the options does not depend on it.
        if (OptionsCheck.Explain(entry, entry.Options) is { Count: > 0 } failures) throw Failure(entry, PluginPhase.Activate, string.Join(Environment.NewLine, failures));
        var loaded = entry.CompiledIn is not null ? null : sameCode?.Share() ?? Run(entry, PluginPhase.Load, () => Load(entry));
        return Run(entry, PluginPhase.Activate, () => Configure(entry, number, loaded));
    }

    private LoadedContext Load(PluginEntry entry)
    {
        var required = CollectRequired(entry);
        var folder = shadow.Copy(entry.Directory, $"{entry.Id}-{entry.Version}");
        try
        {
            CheckAgain(entry, folder, required);
            return Load(entry, folder, required);
        }
        catch
        {
            ShadowFolder.TryDelete(folder);
            throw;
        }
    }

    private LoadedContext Load(PluginEntry entry, string folder, List<PluginEntry> required)
    {
        var manifest = entry.Manifest!;
        var context = new PluginLoadContext(
            $"{entry.Id}/{entry.Version}", Path.Combine(folder, manifest.EntryAssembly), shared,
            [.. required.Select(r => r.Generation?.Context).OfType<PluginLoadContext>()], manifest.Unloadable)
        {
            Contracts = [.. manifest.Contracts.Select(c => Path.GetFileNameWithoutExtension(c)!)],
            HostContracts = [.. required.Where(r => r.IsCompiledIn).SelectMany(ExportedContract.Of).Select(c => c.Name)],
            Missing = ReportMissing(entry.ToString()),
        };
        try
        {
            return new LoadedContext(context, context.LoadEntry(), folder);
        }
        catch
        {
            if (context.IsCollectible) context.Unload();
            throw;
        }
    }

    // Between the check and the copy the folder may have changed: nothing runs that was not checked, or under another manifest.
    private void CheckAgain(PluginEntry entry, string copy, List<PluginEntry> required)
    {
        if (FolderFingerprint.Glance(entry.Directory) == entry.Glance) return;
        var copied = PluginValidation.Read(copy);
        if (copied.Status == PluginStatus.Invalid) throw Changed(copied.Reason!);
        if (copied.Source != entry.Source) throw Changed($"{PluginManifest.FileName}, or the schema that it names, is another one.");
        var report = new CompatibilityCheck(shared, assemblies).Check(entry.Manifest!, copy, ExportedContract.Collect(entry, [entry, .. required]));
        if (report.Faults.Count + report.Misfits.Count > 0) throw Changed(string.Join(Environment.NewLine, report.Faults.Concat(report.Misfits)));
    }

    private static InvalidOperationException Changed(string what)
        => new($"its folder has changed since it was checked: {what} It is looked at again by itself when hot swap is on, and at the next start.");

    // Those that it requires, then those that they require: their contracts may use each other's types.
    private static List<PluginEntry> CollectRequired(PluginEntry entry)
    {
        var all = new List<PluginEntry> { entry };
        for (var i = 0; i < all.Count; i++) all.AddRange(all[i].Requires.Except(all).ToList());
        return all[1..];
    }

    // The exception goes to whoever called the plugin, and does not tell whose folder the assembly is missing in.
    private Action<AssemblyName> ReportMissing(string plugin)
    {
        var logger = host.LoggerFactory.CreateLogger("PluggableMQ.Plugins");
        return name => logger.AssemblyMissing(plugin, name);
    }

    private PluginGeneration Configure(PluginEntry entry, int number, LoadedContext? loaded)
    {
        var stopping = new CancellationTokenSource();
        try
        {
            // On a thread of its own and with a limit: the catalog's lock is held meanwhile.
            var (plugin, registrations) = PluginCall.Run(
                () =>
                {
                    var made = entry.CompiledIn?.Plugin ?? CreateInstance(loaded!.Entry, entry.Manifest!);
                    return (made, Register(entry, made, stopping.Token));
                },
                $"Configure of {entry}");
            var requires = entry.Requires.Select(r => r.Generation?.TryLease($"plugin {entry}, which requires it")).OfType<PluginLease>().ToList();
            return new PluginGeneration(entry.ToString(), number, loaded, plugin, registrations, entry.Options, requires, stopping);
        }
        catch
        {
            GiveUp(stopping, loaded);
            throw;
        }
    }

    private void GiveUp(CancellationTokenSource stopping, LoadedContext? loaded)
    {
        // What the plugin has registered with it may block, and may throw, which is no news after its failure.
        _ = stopping.CancelAsync().ContinueWith(
            cancelled =>
            {
                _ = cancelled.Exception;
                stopping.Dispose();
            },
            TaskScheduler.Default);
        if (loaded is null) return;
        if (loaded is { IsShared: false, Context.IsCollectible: true }) shadow.DeleteLater(loaded.Folder, new WeakReference(loaded.Context));
        loaded.Release();
    }

    private IReadOnlyList<PluginRegistration> Register(PluginEntry entry, IPlugin plugin, CancellationToken stopping)
    {
        var registry = new PluginRegistry();
        plugin.Configure(registry, new PluginContext
        {
            PluginId = entry.Id,
            Directory = entry.Directory,
            Options = OptionsConfiguration.Create(entry.Options.Values, entry.OptionsSchema),
            Role = host.Role,
            HostVersion = host.HostVersion,
            Clock = host.Clock,
            LoggerFactory = host.LoggerFactory,
            Stopping = stopping,
        });
        var registrations = registry.Close();
        if (entry.Manifest is null) entry.Provides = [.. registrations.Select(r => new ProvidedExtension(r.Kind.Name, r.Name))];
        else if (PluginRegistry.ExplainDifference(registrations, entry.Provides) is { } difference) throw new InvalidOperationException(difference);
        return registrations;
    }

    private static IPlugin CreateInstance(Assembly assembly, PluginManifest manifest)
    {
        var type = assembly.GetType(manifest.EntryType, throwOnError: true)!;
        if (!typeof(IPlugin).IsAssignableFrom(type)) throw new InvalidOperationException($"'{manifest.EntryType}' does not implement {typeof(IPlugin).FullName}.");
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
            throw new InvalidOperationException($"'{manifest.EntryType}' must be a class with a public constructor without parameters.");
        return (IPlugin)Activator.CreateInstance(type)!;
    }

    private T Run<T>(PluginEntry entry, PluginPhase phase, Func<T> step)
    {
        using var timer = entry.Time(phase, host.Clock);
        try
        {
            return step();
        }
        catch (Exception e)
        {
            // A constructor's exception arrives wrapped by reflection.
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            var reasons = cause is PluginConfigurationException wrong ? wrong.Failures.Select(f => entry.Options.Describe("", f)) : [Describe(cause)];
            throw Failure(entry, phase, string.Join(Environment.NewLine, reasons), cause);
        }
    }

    /// <summary>What a plugin threw, in words.</summary>
    public static string Describe(Exception cause) => cause is InvalidOperationException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";

    private static PluginException Failure(PluginEntry entry, PluginPhase phase, string reason, Exception? cause = null) => new(reason, entry.Id, phase, cause);
}
