using PluggableMQ.QueueSelection.RoundRobin;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of manifests finds manifests that are wrong, and lets a right one pass.</summary>
public class PluginManifestDefectTests
{
    private const string Right = """
        {
          "manifestVersion": 1, "id": "PluggableMQ.QueueSelection.RoundRobin", "version": "0.1.0", "entryAssembly": "PluggableMQ.QueueSelection.RoundRobin.dll",
          "entryType": "PluggableMQ.QueueSelection.RoundRobin.RoundRobinPlugin", "spi": "[1.0,2.0)", "roles": ["client"],
          "provides": [{ "kind": "queueSelection", "name": "round-robin" }], "requires": [], "configurationSchema": "options.schema.json"
        }
        """;

    public static TheoryData<Planted> Defects =>
    [
        new(typeof(OtherVersion), nameof(Kit.Manifest_Identity_IsTheAssembly)),
        new(typeof(OtherEntryType), nameof(Kit.Manifest_Identity_IsTheAssembly)),
        new(typeof(OldSpi), nameof(Kit.Manifest_Spi_HoldsTheContractsThatItIsBuiltAgainst)),
        new(typeof(UnknownRole), nameof(Kit.Manifest_Roles_AreKnown)),
        new(typeof(OtherName), nameof(Kit.Manifest_Provides_IsWhatThePluginRegisters)),
        new(typeof(OptionThatIsNone), nameof(Kit.Schema_Properties_AreTheOptionsClass)),
        new(typeof(OptionWithoutAWord), nameof(Kit.Schema_Properties_SayWhatTheyAre)),
        new(typeof(NoSchema), nameof(Kit.Schema_Properties_AreTheOptionsClass)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectManifest_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    internal abstract class Kit(string manifest, string? options = "") : PluginManifestContract<RoundRobinPlugin>, IAsyncLifetime
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-manifest-");

        protected override string PluginDirectory => _directory.FullName;

        public async Task InitializeAsync()
        {
            await File.WriteAllTextAsync(Path.Combine(PluginDirectory, "plugin.json"), manifest);
            if (options is null) return;
            await File.WriteAllTextAsync(Path.Combine(PluginDirectory, "options.schema.json"), $$"""{ "type": "object", "properties": { {{options}} }, "additionalProperties": false }""");
        }

        public Task DisposeAsync()
        {
            _directory.Delete(recursive: true);
            return Task.CompletedTask;
        }
    }

    internal sealed class Correct() : Kit(Right);

    internal sealed class OtherVersion() : Kit(Right.Replace("0.1.0", "0.2.0", StringComparison.Ordinal));

    internal sealed class OtherEntryType() : Kit(Right.Replace("RoundRobinPlugin", "Plugin", StringComparison.Ordinal));

    internal sealed class OldSpi() : Kit(Right.Replace("[1.0,2.0)", "[0.8,1.0)", StringComparison.Ordinal));

    internal sealed class UnknownRole() : Kit(Right.Replace("\"client\"", "\"consumer\"", StringComparison.Ordinal));

    internal sealed class OtherName() : Kit(Right.Replace("round-robin", "roundRobin", StringComparison.Ordinal));

    internal sealed class OptionThatIsNone() : Kit(Right, """ "start": { "type": "integer", "description": "Where to begin." } """);

    internal sealed class OptionWithoutAWord() : Kit(Right, """ "start": { "type": "integer" } """);

    internal sealed class NoSchema() : Kit(Right, options: null);
}
