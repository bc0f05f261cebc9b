using PluggableMQ.Abstractions.Plugins;
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

    private const string SchemaEntry = ", \"configurationSchema\": \"options.schema.json\"";

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
        new(typeof(OpenSchema), nameof(Kit.Schema_Properties_AreTheOptionsClass)),
        new(typeof(OptionsWithoutASchema), nameof(Kit.Schema_Properties_AreTheOptionsClass)),
        new(typeof(NoLabel), nameof(Kit.Manifest_Identity_IsTheAssembly)),
        new(typeof(OtherLabel), nameof(Kit.Manifest_Identity_IsTheAssembly)),
        new(typeof(DefaultThatIsRefused), nameof(Kit.Configure_SchemaDefaults_AreAccepted)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Theory]
    [InlineData(typeof(Correct))]
    [InlineData(typeof(CorrectWithoutASchema))]
    [InlineData(typeof(CorrectNeedy))]
    public Task Kit_CorrectManifest_Passes(Type kit) => Planted.AssertCorrectAsync(kit);

    [Theory]
    [InlineData(typeof(NeedyWithoutItsOption), nameof(Kit.Configure_NoOptions_Registers), "override RequiredOptions")]
    [InlineData(typeof(NeedyOfTwoOptionsClasses), nameof(Kit.Schema_Properties_AreTheOptionsClass), "Override OptionsType")]
    [InlineData(typeof(NeedyOfTwoOptionsClasses), nameof(Kit.Schema_Properties_AreTheOptionsClass), nameof(NeedyOptions))]
    public async Task Kit_NeedsToBeTold_SaysWhatToOverride(Type kit, string test, string expected)
        => Assert.Contains(expected, (await KitRun.RunAsync(kit, test))[test].Message, StringComparison.Ordinal);

    internal abstract class Kit(string manifest, string? options = "") : Kit<RoundRobinPlugin>(manifest, options);

    internal abstract class Kit<TPlugin>(string manifest, string? options, bool isClosed = true) : PluginManifestContract<TPlugin>, IAsyncLifetime
        where TPlugin : IPlugin, new()
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-manifest-");

        protected override string PluginDirectory => _directory.FullName;

        public async Task InitializeAsync()
        {
            await File.WriteAllTextAsync(Path.Combine(PluginDirectory, "plugin.json"), manifest);
            if (options is null) return;
            var end = isClosed ? ", \"additionalProperties\": false" : "";
            var file = Path.Combine(PluginDirectory, "options.schema.json");
            await File.WriteAllTextAsync(file, $$"""{ "type": "object", "properties": { {{options}} }{{end}} }""");
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

    internal sealed class OpenSchema() : Kit<RoundRobinPlugin>(Right, "", isClosed: false);

    internal sealed class CorrectWithoutASchema() : Kit(Right.Replace(SchemaEntry, "", StringComparison.Ordinal), options: null);

    internal abstract class NeedyKit(string manifest, string options = NeedyKit.PathOption) : Kit<NeedyPlugin>(manifest, options)
    {
        public const string RightManifest = """
            {
              "manifestVersion": 1, "id": "PluggableMQ.Testing.Tests", "version": "1.1.0-beta", "entryAssembly": "PluggableMQ.Testing.Tests.dll",
              "entryType": "PluggableMQ.Testing.Tests.NeedyPlugin", "spi": "[1.0,2.0)", "roles": ["client"],
              "provides": [{ "kind": "queueSelection", "name": "needy" }], "configurationSchema": "options.schema.json"
            }
            """;

        protected const string PathOption = """
            "path": { "type": "string", "description": "Where." }, "count": { "type": "integer", "description": "How many.", "default": 7 }
            """;

        protected override Type? OptionsType => typeof(NeedyOptions);

        protected override IReadOnlyList<(string Key, string Value)> RequiredOptions => [("path", "/tmp")];
    }

    internal sealed class CorrectNeedy() : NeedyKit(NeedyKit.RightManifest);

    internal sealed class NoLabel() : NeedyKit(RightManifest.Replace("-beta", "", StringComparison.Ordinal));

    internal sealed class OtherLabel() : NeedyKit(RightManifest.Replace("-beta", "-alpha", StringComparison.Ordinal));

    internal sealed class OptionsWithoutASchema() : NeedyKit(RightManifest.Replace(SchemaEntry, "", StringComparison.Ordinal));

    internal sealed class DefaultThatIsRefused() : NeedyKit(RightManifest, PathOption.Replace("7", "0", StringComparison.Ordinal));

    internal sealed class NeedyWithoutItsOption() : NeedyKit(RightManifest)
    {
        protected override IReadOnlyList<(string Key, string Value)> RequiredOptions => [];
    }

    internal sealed class NeedyOfTwoOptionsClasses() : Kit<NeedyPlugin>(NeedyKit.RightManifest, "");
}

/// <summary>A plugin that refuses to do without one of its options.</summary>
public sealed class NeedyPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginRegistry registry, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Options["path"] is null) throw new PluginConfigurationException("option 'path' is missing; say where.");
        if (context.Options["count"] == "0") throw new PluginConfigurationException("option 'count' is 0; write 1 or more.");
        var inner = new PluginHarness(new RoundRobinPlugin());
        registry.Add(PluginKinds.QueueSelection, "needy", made => inner.Create(PluginKinds.QueueSelection, "round-robin", made));
    }
}

/// <summary>Its options.</summary>
public sealed record NeedyOptions(string Path, int Count);

/// <summary>Another class whose name says options.</summary>
public sealed record UnrelatedOptions;
