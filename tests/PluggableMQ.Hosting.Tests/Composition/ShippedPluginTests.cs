using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Checking;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Tests.Composition;

/// <summary>The plugins of this repository must pass the check that their authors are told to run.</summary>
public class ShippedPluginTests
{
    // tests/<project>/bin/<configuration>/<framework>/
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory);

    private static string Root => Path.Combine(Output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "artifacts", "plugins", Output.Parent.Name);

    /// <summary>Those that were built with these tests; others may be left from another day.</summary>
    public static TheoryData<string> Names
        => [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)!).Where(name => File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll")))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_ShippedPlugin_FindsNothing(string name)
        => Assert.Empty(PluginFolderCheck.Run(Path.Combine(Root, name), new PluginCatalogOptions { SharedAssemblies = [typeof(RemotingCommand).Assembly] }).Findings);
}
