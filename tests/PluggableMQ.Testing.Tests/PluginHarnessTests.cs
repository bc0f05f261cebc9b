using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Testing.Tests;

public class PluginHarnessTests
{
    [Fact]
    public void Configure_Surroundings_AreWhatTheTestChose()
    {
        var plugin = new Curious();
        using var loggers = new NullLoggerFactory();
        using var stopping = new CancellationTokenSource();
        var clock = new ManualClock();
        var surroundings = new PluginSurroundings
        {
            PluginId = "Acme.Curious",
            Directory = "/opt/plugins/curious",
            Role = HostRole.Broker,
            HostVersion = new Version(4, 5, 6),
            Clock = clock,
            LoggerFactory = loggers,
            Stopping = stopping.Token,
        };

        GC.KeepAlive(new PluginHarness(plugin, surroundings, ("a", "1")));

        var seen = plugin.Seen!;
        Assert.Equal(("Acme.Curious", "/opt/plugins/curious", HostRole.Broker), (seen.PluginId, seen.Directory, seen.Role));
        Assert.Equal(new Version(4, 5, 6), seen.HostVersion);
        Assert.Equal("1", seen.Options["a"]);
        Assert.Same(loggers, seen.LoggerFactory);
        Assert.Equal(stopping.Token, seen.Stopping);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(clock.GetUtcNow(), seen.Clock.GetUtcNow());
    }

    [Fact]
    public void Configure_NothingChosen_IsAClientInTheFolderOfTheTests()
    {
        var plugin = new Curious();

        GC.KeepAlive(new PluginHarness(plugin));

        Assert.Equal(("test", AppContext.BaseDirectory, HostRole.Client), (plugin.Seen!.PluginId, plugin.Seen.Directory, plugin.Seen.Role));
        Assert.Same(TimeProvider.System, plugin.Seen.Clock);
    }

    private sealed class Curious : IPlugin
    {
        public IPluginContext? Seen { get; private set; }

        public void Configure(IPluginRegistry registry, IPluginContext context) => Seen = context;
    }
}
