using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Mono.Cecil.Cil;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Tests.Checking;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>A plugin that fails is mended in its folder, often under the same version, while the host goes on.</summary>
public class FailedActivationTests : CatalogTestBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Create_FailedAndMendedUnderTheSameVersion_RunsTheNewFilesAndLeavesTheMappedOnesAlone()
    {
        var folder = Folder.Add("Fixtures.Alpha", m => m["entryType"] = "Fixtures.Alpha.ThrowingPlugin");
        var dropped = Path.Combine(folder, "dropped.txt");
        await File.WriteAllTextAsync(dropped, "not for long");
        var catalog = Open();
        Assert.Contains("the moon is in the wrong house", Fails(catalog, "alpha").Message, StringComparison.Ordinal);
        var first = MappedFrom("Fixtures.Alpha-1.2.0-1");
        var bytes = await File.ReadAllBytesAsync(first);

        PlantedFault.Rewrite(Path.Combine(folder, "Fixtures.Alpha.dll"), a => a.MainModule.GetType("Fixtures.Alpha.ThrowingPlugin").Methods
            .SelectMany(m => m.Body.Instructions).Single(i => i.OpCode == OpCodes.Ldstr).Operand = "the sun is in the right house");
        Reload(catalog);
        Assert.Contains("the sun is in the right house", Fails(catalog, "alpha").Message, StringComparison.Ordinal);

        PlantedFault.Edit(folder, m => m["entryType"] = "Fixtures.Alpha.AlphaPlugin");
        File.Delete(dropped);
        Reload(catalog);
        var copy = Path.GetDirectoryName(Location(await AskAsync(catalog, "alpha")))!;

        Assert.Equal("Fixtures.Alpha-1.2.0-3", Path.GetFileName(copy));
        Assert.False(File.Exists(Path.Combine(copy, "dropped.txt")));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(first));
        // Three tries, one generation.
        Assert.Equal(1, catalog.Find("Fixtures.Alpha")!.GenerationNumber);

        // Other tests load it as well.
        string MappedFrom(string name) => Assert.Single(
            AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && a.GetName().Name == "Fixtures.Alpha").Select(a => a.Location),
            file => Path.GetFileName(Path.GetDirectoryName(file)) == name && File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "dropped.txt")));
    }

    [Fact]
    public async Task Create_FolderThatCannotBeCopied_LeavesNoCopy()
    {
        Folder.Add("Fixtures.Beta");
        var folder = Folder.Add("Fixtures.Alpha");
        var catalog = Open();
        await AskAsync(catalog, "beta");
        var root = Directory.GetParent(catalog.Find("Fixtures.Beta")!.Generation!.Loaded!.Folder)!.FullName;
        // A socket is in the folder like a file, and cannot be read like one.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "z.sock")));

        var failure = Fails(catalog, "alpha");

        Assert.Equal(PluginPhase.Load, failure.Phase);
        Assert.Contains("failed (Load): ", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("Fixtures.Beta-", Path.GetFileName(Assert.Single(Directory.GetDirectories(root))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_UnloadablePluginThatFailsAgainAndAgain_KeepsNoCopyForEachTry()
    {
        Folder.Add("Fixtures.Beta");
        Folder.Add("Fixtures.Alpha", m => (m["unloadable"], m["entryType"]) = (true, "Fixtures.Alpha.ThrowingPlugin"));
        var catalog = Open();
        await AskAsync(catalog, "beta");
        var root = Directory.GetParent(catalog.Find("Fixtures.Beta")!.Generation!.Loaded!.Folder)!.FullName;

        var tries = 0;
        var watch = Stopwatch.StartNew();
        do
        {
            Assert.True(watch.Elapsed < Patience, $"{Directory.GetDirectories(root).Length} copies after {tries} tries");
            Try(catalog);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        while (++tries < 5 || Directory.GetDirectories(root).Length > 3);
    }

    // Apart, so that nothing on the stack holds the plugin's exception.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Try(PluginCatalog catalog)
    {
        Fails(catalog, "alpha");
        Reload(catalog);
    }
}
