using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Tests.Catalog;

/// <summary>Each phase has a name, which log lines carry, and takes its time.</summary>
public class PhaseTests : CatalogTestBase
{
    [Theory]
    [InlineData("version", "one", "Validate: plugin Fixtures.Alpha in {0} is Invalid and not used: ")]
    [InlineData("spi", "[2.0,3.0)", "Check: plugin Fixtures.Alpha 1.2.0 in {0} is Incompatible and not used: ")]
    [InlineData("entryType", "Nobody", "Check: plugin Fixtures.Alpha 1.2.0 in {0} is Invalid and not used: ")]
    [InlineData("requires", "Nobody", "Order: plugin Fixtures.Alpha 1.2.0 in {0} is Failed and not used: ")]
    public void Log_PluginRefused_BeginsWithThePhase(string property, string value, string expected)
    {
        using var log = new LineLog();
        var folder = Folder.Add("Fixtures.Alpha", m => m[property] = property == "requires"
            ? new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["id"] = value })
            : System.Text.Json.Nodes.JsonValue.Create(value));

        Open(log: log);

        Assert.StartsWith(string.Format(null, expected, folder), Assert.Single(log.Of(2001)), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_PluginSuperseded_BeginsWithThePhase()
    {
        using var log = new LineLog();
        var lower = Folder.Add("Fixtures.Alpha");
        var higher = Folder.Add("Fixtures.Alpha", m => m["version"] = "1.10.0", "newer");

        Open(log: log);

        Assert.Equal([$"Validate: plugin Fixtures.Alpha 1.2.0 in {lower} is superseded: Fixtures.Alpha 1.10.0 in {higher} is used instead."], log.Of(2002));
    }

    [Fact]
    public void Log_PluginNote_BeginsWithThePhase()
    {
        using var log = new LineLog();
        File.Delete(Path.Combine(Folder.Add("Fixtures.Alpha"), "Fixtures.Alpha.deps.json"));

        Open(log: log);

        Assert.StartsWith("Check: plugin Fixtures.Alpha 1.2.0 Fixtures.Alpha.deps.json: is not there", Assert.Single(log.Of(2003)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_PluginReady_BeginsWithThePhase()
    {
        using var log = new LineLog();
        var folder = Folder.Add("Fixtures.Alpha");

        await AskAsync(Open(log: log), "alpha");

        Assert.StartsWith($"Activate: plugin Fixtures.Alpha 1.2.0 from {folder} is ready after ", Assert.Single(log.Of(2004)), StringComparison.Ordinal);
    }

    [Fact]
    public void Timings_OfAGenerationThatFollowsAnother_AreItsOwn()
    {
        Folder.Add("Fixtures.Beta");
        var catalog = Open(clock: new CountingClock());
        Use(catalog);
        var first = catalog.Find("Fixtures.Beta")!.Timings;
        var (_, lease) = catalog.Create(catalog.Find("Fixtures.Beta")!, PluginKinds.Addressing, "beta", Context(), "a test");

        lease.Dispose();
        catalog.RetireIfIdle(catalog.Find("Fixtures.Beta")!);
        Assert.Equal(0, catalog.Find("Fixtures.Beta")!.GenerationNumber);
        Use(catalog);

        Assert.Equal(2, catalog.Find("Fixtures.Beta")!.GenerationNumber);
        Assert.Equal(Enum.GetValues<PluginPhase>().Except([PluginPhase.Start]), first.Keys);
        Assert.Equal(first, catalog.Find("Fixtures.Beta")!.Timings);
    }

    [Fact]
    public void Timings_OfAReconfiguredPlugin_AreThoseOfItsFolderAndItsOwnActivation()
    {
        Folder.Add("Fixtures.Alpha");
        var catalog = Open(clock: new CountingClock());
        var alpha = catalog.Find("Fixtures.Alpha")!;
        catalog.Prepare(alpha);

        var renewed = PluginCatalog.Reconfigure(alpha, PluginOptionValues.None);
        catalog.Prepare(renewed);

        // Its code was loaded already.
        Assert.Equal(alpha.Timings.Where(t => t.Key != PluginPhase.Load), renewed.Timings);
    }

    // A use that ends at once.
    private static void Use(PluginCatalog catalog)
        => catalog.Create(catalog.Find("Fixtures.Beta")!, PluginKinds.Addressing, "beta", Context(), "a test").Lease.Dispose();

    private static TopAddressingContext Context() => new(HostRole.Broker, [], null, TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>A second passes whenever somebody looks.</summary>
    private sealed class CountingClock : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _looks);
    }
}
