using System.Runtime;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace PluggableMQ.Plugins.Tests.Facts;

/// <summary>What being unloadable costs.</summary>
public class CollectibleFactTests
{
    // A framework's assembly is compiled ahead, and nothing here has run this one in a context of its own.
    private static readonly string Precompiled = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "System.Web.HttpUtility.dll");

    [Fact]
    public void Run_PrecompiledCode_IsCompiledAgainInACollectibleContextOnly()
    {
        var stays = CountCompiled(isCollectible: false);
        var goes = CountCompiled(isCollectible: true);

        Assert.True(stays < goes, $"{stays} methods were compiled in a context that stays, {goes} in one that can go.");
    }

    private static long CountCompiled(bool isCollectible)
    {
        var assembly = new AssemblyLoadContext("precompiled", isCollectible).LoadFromAssemblyPath(Precompiled);
        var encode = assembly.GetType("System.Web.HttpUtility", throwOnError: true)!.GetMethod("UrlEncode", [typeof(string)])!.CreateDelegate<Func<string, string>>();
        var before = JitInfo.GetCompiledMethodCount(currentThread: true);
        var text = encode("a b&c");
        var count = JitInfo.GetCompiledMethodCount(currentThread: true) - before;
        Assert.Equal("a+b%26c", text);
        return count;
    }
}
