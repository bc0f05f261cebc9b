using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.Plugins.Loading;
using PluggableMQ.Plugins.Options;
using PluggableMQ.Plugins.Unloading;
using PluggableMQ.Testing;

namespace PluggableMQ.Plugins.Tests.Unloading;

/// <summary>A real plugin that does not go, seen off by a clock that the test moves.</summary>
public sealed class UnloadWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PluginFolder _folder = new();
    private readonly ShadowFolder _shadow = new();
    private readonly ManualClock _clock = new();
    private readonly EventLog _log = new();
    private readonly UnloadWatch _watch;

    public UnloadWatchTests() => _watch = new UnloadWatch(_clock, _log);

    private string Stopper => Path.Combine(_folder.Root, "stopper");

    public Task InitializeAsync() => File.WriteAllTextAsync(Stopper, "");

    public async Task DisposeAsync()
    {
        File.Delete(Stopper);
        await _watch.DisposeAsync();
        _shadow.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Retire_CodeIsPinned_IsUnloadPendingWithAgeAndLikelyHoldersUntilItIsLetGo()
    {
        var (retired, _) = Retire("pin");

        await UntilAsync(() => _log.Count("UnloadPending") > 0);

        Assert.Equal(PluginStatus.UnloadPending, retired.Status);
        Assert.Equal(
            [
                "likely the static Timer Fixtures.Stubborn.StubbornPlugin._pin (Fixtures.Stubborn.dll)",
                "likely a handler of AppDomain.ProcessExit (Fixtures.Stubborn.dll)",
            ],
            retired.Holders);
        var line = _log.Find("UnloadPending")!;
        Assert.Equal((2007, LogLevel.Warning), (line.Id, line.Level));
        Assert.Contains("Fixtures.Stubborn 1.0.0#1", line.Text, StringComparison.Ordinal);
        Assert.All(retired.Holders, holder => Assert.Contains(holder, line.Text, StringComparison.Ordinal));

        var age = retired.Age;
        Assert.True(age > TimeSpan.Zero);
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(age + TimeSpan.FromMinutes(3), retired.Age);
        Assert.Equal(PluginStatus.UnloadPending, retired.Status);

        File.Delete(Stopper);
        await UntilAsync(() => retired.Status == PluginStatus.Unloaded);

        Assert.Empty(retired.Holders);
        Assert.Equal(1, _log.Count("UnloadPending"));
        Assert.Equal(2006, _log.Find("Unloaded")!.Id);
        Assert.False(Directory.Exists(retired.Folder));
    }

    [Fact]
    public async Task Retire_NotUnloadable_StaysAndSaysWhy()
    {
        var (retired, _) = Retire(option: null, unloadable: false);

        await UntilAsync(() => retired.Status == PluginStatus.UnloadPending);

        Assert.Equal(
            "its plugin.json, which says \"unloadable\": false: the code stays in memory until the process ends", Assert.Single(retired.Holders));
        Assert.Equal((2008, LogLevel.Information), (_log.Find("UnloadImpossible")!.Id, _log.Find("UnloadImpossible")!.Level));
        Assert.Equal(0, _log.Count("UnloadPending"));
    }

    [Fact]
    public async Task Retire_StillUsed_NamesTheUsersAndGoesAfterThem()
    {
        var (retired, lease) = Retire(option: null, holder: "producer: addressing stubborn");
        Assert.Equal((PluginStatus.Unloading, "producer: addressing stubborn"), (retired.Status, Assert.Single(retired.Holders)));

        await UntilAsync(() => _log.Count("StillInUse") > 0);

        Assert.Equal((PluginStatus.UnloadPending, "producer: addressing stubborn"), (retired.Status, Assert.Single(retired.Holders)));
        var line = _log.Find("StillInUse")!;
        Assert.Equal((2020, LogLevel.Warning), (line.Id, line.Level));
        Assert.Contains("is still used by producer: addressing stubborn", line.Text, StringComparison.Ordinal);

        lease!.Dispose();
        await UntilAsync(() => retired.Status == PluginStatus.Unloaded);
        Assert.Equal(1, _log.Count("StillInUse"));
        Assert.Equal(0, _log.Count("UnloadPending"));
    }

    [Fact]
    public async Task Retire_DisposalHangs_SaysSoAndGoesAfterIt()
    {
        var (retired, _) = Retire("hang");

        await UntilAsync(() => _log.Count("StillInUse") > 0);

        Assert.Equal((PluginStatus.UnloadPending, "its own disposal, which has not ended"), (retired.Status, Assert.Single(retired.Holders)));
        File.Delete(Stopper);
        await UntilAsync(() => retired.Status == PluginStatus.Unloaded);
    }

    [Fact]
    public void Find_WhatIsKnownToPin_IsNamed()
    {
        var found = LikelyHolders.Find(_folder.Add("Fixtures.Pins"));

        string[] expected =
        [
            "the static Timer Fixtures.Pins.Pinning._timer", "the static AsyncLocal Fixtures.Pins.Pinning.Ambient", "a handler of AppDomain.ProcessExit",
            "the cache of TypeDescriptor", "the cache of DataAnnotations' Validator", "the cache of JsonSerializer by reflection", "the cache of ConfigurationBinder by reflection",
        ];
        Assert.All(expected, text => Assert.Contains($"likely {text} (Fixtures.Pins.dll)", found));
    }

    [Fact]
    public void Find_NothingKnownToPin_SaysSo()
        => Assert.StartsWith(
            "something that its assemblies do not show", Assert.Single(LikelyHolders.Find(_folder.Add("Fixtures.Alpha"))), StringComparison.Ordinal);

    // Moves the clock and collects until it is so.
    private async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(5, patience.Token);
        }
    }

    // Apart, so that nothing of the generation stays in a test's frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (RetiredGeneration Retired, PluginLease? Lease) Retire(string? option, bool unloadable = true, string? holder = null)
    {
        var entry = PluginValidation.Read(_folder.Add("Fixtures.Stubborn", m => m["unloadable"] = unloadable));
        if (option is not null) entry.Options = new PluginOptionValues(new JsonObject { [option] = Stopper }, "test");
        var host = new HostAssemblies();
        var shared = SharedContracts.Compute([typeof(IPlugin).Assembly], host);
        var generation = new PluginActivator(new PluginCatalogOptions(), shared, host, _shadow).Activate(entry, 1, sameCode: null);
        var lease = holder is null ? null : generation.TryLease(holder);
        return (_watch.Retire(entry, generation), lease);
    }
}
