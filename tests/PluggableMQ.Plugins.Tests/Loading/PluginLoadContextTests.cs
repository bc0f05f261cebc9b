using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Mono.Cecil;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Loading;
using PluggableMQ.Plugins.Tests.Facts;

namespace PluggableMQ.Plugins.Tests.Loading;

/// <summary>Facts about the runtime that the loader relies on, measured once and kept.</summary>
public sealed class PluginLoadContextTests : IDisposable
{
    private readonly PluginFolder _folder = new();
    private readonly ShadowFolder _shadow = new();
    private readonly SharedContracts _shared = SharedContracts.Compute([typeof(IPlugin).Assembly], new HostAssemblies());

    public void Dispose()
    {
        _shadow.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void AssemblyDependencyResolver_GivenAFolder_ResolvesNothingAndGivenTheFileDoes()
    {
        var folder = _folder.Add("Fixtures.Alpha");
        var name = new AssemblyName("Fixtures.Library");

        Assert.Null(new AssemblyDependencyResolver(folder).ResolveAssemblyToPath(name));
        Assert.Null(new AssemblyDependencyResolver(folder + Path.DirectorySeparatorChar).ResolveAssemblyToPath(name));
        Assert.Equal(Path.Combine(folder, "Fixtures.Library.dll"), new AssemblyDependencyResolver(Path.Combine(folder, "Fixtures.Alpha.dll")).ResolveAssemblyToPath(name));
    }

    [Fact]
    public void Load_SharedNameOfAHigherVersionWithACopyBeside_IsBoundToTheHostsAssembly()
    {
        var folder = _folder.Add("Fixtures.Alpha");
        var copy = Path.Combine(folder, "PluggableMQ.Abstractions.dll");
        File.Copy(typeof(IPlugin).Assembly.Location, copy);
        Rewrite(copy, assembly => assembly.Name.Version = new Version(9, 0, 0, 0));
        var file = Path.Combine(folder, "Fixtures.Alpha.dll");
        Rewrite(file, assembly => assembly.MainModule.AssemblyReferences.Single(r => r.Name == "PluggableMQ.Abstractions").Version = new Version(9, 0, 0, 0));

        var entry = NewContext(file).LoadEntry();

        Assert.Contains(entry.GetReferencedAssemblies(), r => r is { Name: "PluggableMQ.Abstractions", Version.Major: 9 });
        Assert.IsType<IPlugin>(Activator.CreateInstance(entry.GetType("Fixtures.Alpha.AlphaPlugin", throwOnError: true)!), exactMatch: false);
    }

    [Fact]
    public void LoadEntry_AssemblyWithATypeThatCannotBeLoaded_MakesTheEntryTypeAllTheSame()
    {
        var file = Path.Combine(_folder.Add("Fixtures.Alpha"), "Fixtures.Alpha.dll");
        AddTypeOfAMissingBase(file);

        var entry = NewContext(file).LoadEntry();

        Assert.Throws<ReflectionTypeLoadException>(entry.GetTypes);
        Assert.IsType<IPlugin>(Activator.CreateInstance(entry.GetType("Fixtures.Alpha.AlphaPlugin", throwOnError: true)!), exactMatch: false);
    }

    [Fact]
    public void Loader_NeverAsks_ForAllTypesOfAnAssembly()
    {
        using var loader = AssemblyDefinition.ReadAssembly(typeof(PluginLoadContext).Assembly.Location);
        string[] scans = ["GetTypes", "GetExportedTypes", "GetForwardedTypes", "get_DefinedTypes", "get_ExportedTypes"];

        Assert.DoesNotContain(loader.MainModule.GetMemberReferences(), m => scans.Contains(m.Name));
    }

    [Fact]
    public void LoadEntry_OriginalTruncatedAfterwards_StillRunsCodeThatWasNotTouchedBefore()
    {
        var original = _folder.Add("Fixtures.Alpha");
        var copy = _shadow.Copy(original, "alpha");
        var assembly = NewContext(Path.Combine(copy, "Fixtures.Alpha.dll")).LoadEntry();
        foreach (var file in Directory.EnumerateFiles(original, "*.dll"))
        {
            using var truncated = new FileStream(file, FileMode.Truncate);
        }

        // Were the original mapped, this would end the process with SIGBUS.
        var result = assembly.GetType("Fixtures.Alpha.LateCode", throwOnError: true)!.GetMethod("Run")!.Invoke(null, [3]);

        Assert.Equal("word 2", result);
    }

    [Fact]
    public void LoadUnmanagedDll_NativeFileInASubfolder_IsCopiedAndFound()
    {
        var folder = _folder.Add("Fixtures.Alpha");
        var native = Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        Directory.CreateDirectory(native);
        var (source, name) = OperatingSystem.IsWindows() ? ("clrjit.dll", "pmqfixture.dll") : ("libSystem.Native.so", "libpmqfixture.so");
        File.Copy(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), source), Path.Combine(native, name));
        var assembly = NewContext(Path.Combine(_shadow.Copy(folder, "alpha"), "Fixtures.Alpha.dll")).LoadEntry();

        Assert.NotEqual(0, NativeLibrary.Load("pmqfixture", assembly, null));
        Assert.False(NativeLibrary.TryLoad("pmqnothing", assembly, null, out _));
    }

    [Fact]
    public void LoadEntry_FileThatDepsJsonDoesNotList_IsFoundInTheFolder()
    {
        var folder = _folder.Add("Fixtures.Alpha");
        var file = Path.Combine(folder, "Fixtures.Alpha.deps.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("Fixtures.Library.dll", "Fixtures.Nothing.dll", StringComparison.Ordinal));
        var context = NewContext(Path.Combine(folder, "Fixtures.Alpha.dll"));
        context.LoadEntry();

        Assert.Equal(context, AssemblyLoadContext.GetLoadContext(context.LoadFromAssemblyName(new AssemblyName("Fixtures.Library"))));
    }

    [Fact]
    public void Load_EntryAssemblyOfARequiredPlugin_IsTheSameOne()
    {
        var beta = NewContext(Path.Combine(_folder.Add("Fixtures.Beta"), "Fixtures.Beta.dll"));
        var alpha = new PluginLoadContext("alpha", Path.Combine(_folder.Add("Fixtures.Alpha"), "Fixtures.Alpha.dll"), _shared, [beta], isCollectible: false);

        Assert.Same(beta.LoadEntry(), alpha.LoadFromAssemblyName(new AssemblyName("Fixtures.Beta")));
    }

    [Fact]
    public void Unload_CollectibleContextThatNothingHolds_IsCollected()
    {
        var file = Path.Combine(_shadow.Copy(_folder.Add("Fixtures.Beta"), "beta"), "Fixtures.Beta.dll");

        Assert.True(Collection.Takes(LoadAndUnload(file)));
    }

    [Fact]
    public void Unload_PluginThatRequiresAnother_GoesAloneAndLetsTheOtherGoAfterIt()
    {
        var greeterFile = Path.Combine(_shadow.Copy(_folder.Add("Fixtures.Greeter"), "greeter"), "Fixtures.Greeter.dll");
        var guestFile = Path.Combine(_shadow.Copy(_folder.Add("Fixtures.Guest"), "guest"), "Fixtures.Guest.dll");

        var (greeter, guest, stop) = LoadPair(greeterFile, guestFile);

        Assert.True(Collection.Takes(guest));
        Assert.True(greeter.IsAlive);
        stop();
        Assert.True(Collection.Takes(greeter));
    }

    [Fact]
    public void Unload_PluginWhoseTypesAreInUse_StaysUntilTheyAreNot()
    {
        var greeterFile = Path.Combine(_shadow.Copy(_folder.Add("Fixtures.Greeter"), "greeter"), "Fixtures.Greeter.dll");
        var guestFile = Path.Combine(_shadow.Copy(_folder.Add("Fixtures.Guest"), "guest"), "Fixtures.Guest.dll");

        var (greeter, stopGuest) = LoadPairAndUnloadTheRequiredOne(greeterFile, guestFile);

        Assert.True(Collection.Leaves(greeter));
        stopGuest();
        Assert.True(Collection.Takes(greeter));
    }

    [Fact]
    public void LoadEntry_CollectibleContext_KnowsItsLocation()
    {
        var file = Path.Combine(_shadow.Copy(_folder.Add("Fixtures.Beta"), "beta"), "Fixtures.Beta.dll");
        var context = new PluginLoadContext("beta", file, _shared, [], isCollectible: true);

        Assert.Equal(file, context.LoadEntry().Location);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(file)!, "Fixtures.Library.dll"), context.LoadFromAssemblyName(new AssemblyName("Fixtures.Library")).Location);
        context.Unload();
    }

    // The returned action holds the context that is still in use, and drops it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Greeter, WeakReference Guest, Action Stop) LoadPair(string greeterFile, string guestFile)
    {
        var (greeter, guest) = MakePair(greeterFile, guestFile);
        guest.Unload();
        PluginLoadContext? held = greeter;
        return (new WeakReference(greeter), new WeakReference(guest), () =>
        {
            held!.Unload();
            held = null;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Greeter, Action StopGuest) LoadPairAndUnloadTheRequiredOne(string greeterFile, string guestFile)
    {
        var (greeter, guest) = MakePair(greeterFile, guestFile);
        greeter.Unload();
        PluginLoadContext? held = guest;
        return (new WeakReference(greeter), () =>
        {
            held!.Unload();
            held = null;
        });
    }

    private (PluginLoadContext Greeter, PluginLoadContext Guest) MakePair(string greeterFile, string guestFile)
    {
        var greeter = new PluginLoadContext("greeter", greeterFile, _shared, [], isCollectible: true) { Contracts = ["Fixtures.Greeter.Contracts"] };
        var guest = new PluginLoadContext("guest", guestFile, _shared, [greeter], isCollectible: true);
        var registry = new PluginRegistry();
        ((IPlugin)Activator.CreateInstance(greeter.LoadEntry().GetType("Fixtures.Greeter.GreeterPlugin", throwOnError: true)!)!).Configure(registry, null!);
        var addressing = (ITopAddressing)Activator.CreateInstance(guest.LoadEntry().GetType("Fixtures.Guest.GuestPlugin", throwOnError: true)!)!;
        Assert.Contains("welcome guest", addressing.FetchNameServersAsync(CancellationToken.None).AsTask().Result);
        return (greeter, guest);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference LoadAndUnload(string file)
    {
        var context = new PluginLoadContext("beta", file, _shared, [], isCollectible: true);
        Assert.IsType<IPlugin>(Activator.CreateInstance(context.LoadEntry().GetType("Fixtures.Beta.BetaPlugin", throwOnError: true)!), exactMatch: false);
        context.Unload();
        return new WeakReference(context);
    }

    private PluginLoadContext NewContext(string file) => new("test", file, _shared, [], isCollectible: false);

    // A reference to an assembly that is not there would be found before anything is loaded; this is not.
    private static void AddTypeOfAMissingBase(string file) => Rewrite(file, assembly =>
    {
        var module = assembly.MainModule;
        var missing = new TypeReference("Fixtures.Library", "NotThere", module, module.AssemblyReferences.Single(r => r.Name == "Fixtures.Library"));
        module.Types.Add(new TypeDefinition("Fixtures.Alpha", "Unloadable", Mono.Cecil.TypeAttributes.Public, missing));
    });

    private static void Rewrite(string file, Action<AssemblyDefinition> change)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { ReadWrite = true });
        change(assembly);
        assembly.Write();
    }
}
