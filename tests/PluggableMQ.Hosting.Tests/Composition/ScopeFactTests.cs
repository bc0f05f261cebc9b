using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Autofac;

namespace PluggableMQ.Hosting.Tests.Composition;

/// <summary>What a container's scope does to a collectible context whose types it was given.</summary>
public sealed class ScopeFactTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IContainer _container = new ContainerBuilder().Build();

    public void Dispose() => _container.Dispose();

    [Fact]
    public void Unload_AfterALoadContextScope_IsCollected()
    {
        var context = UseAndUnload((container, from, register) => container.BeginLoadContextLifetimeScope(from, register));

        var watch = Stopwatch.StartNew();
        while (context.IsAlive && watch.Elapsed < Patience) Collect();

        Assert.False(context.IsAlive);
    }

    [Fact]
    public void Unload_AfterAnOrdinaryScope_LeavesTheContextInMemory()
    {
        var context = UseAndUnload((container, _, register) => container.BeginLifetimeScope(register));

        for (var i = 0; i < 10; i++) Collect();

        Assert.True(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference UseAndUnload(Func<IContainer, AssemblyLoadContext, Action<ContainerBuilder>, ILifetimeScope> begin)
    {
        // This very assembly once more: its types are other ones there.
        var context = new AssemblyLoadContext("scope", isCollectible: true);
        var type = context.LoadFromAssemblyPath(typeof(Service).Assembly.Location).GetType(typeof(Service).FullName!, throwOnError: true)!;
        using (var scope = begin(_container, context, builder => builder.RegisterType(type).AsSelf())) Assert.NotSame(typeof(Service), scope.Resolve(type).GetType());
        context.Unload();
        return new WeakReference(context);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>What a plugin would register.</summary>
    public sealed class Service;
}
