using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Compatibility;
using PluggableMQ.RpcHooks.Metrics;

namespace PluggableMQ.Hosting.Tests.Administration;

public sealed class PluginReportsTests : IDisposable
{
    private const string Id = "Acme.Hook";

    private readonly TempFolder _folder = new();

    public PluginReportsTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "plugins", Id));
        Write("plugin.json", """
            { "manifestVersion": 1, "id": "Acme.Hook", "version": "1.2.0", "displayName": "Hook", "entryAssembly": "PluggableMQ.RpcHooks.Metrics.dll",
              "entryType": "PluggableMQ.RpcHooks.Metrics.MetricsPlugin", "spi": "[1.0,2.0)", "roles": ["broker"], "provides": [{ "kind": "rpcHook", "name": "acme" }],
              "configurationSchema": "options.schema.json" }
            """);
        Write("options.schema.json", """
            { "type": "object", "properties": {
              "limit": { "type": "integer", "default": 10, "description": "The limit." },
              "token": { "type": "string", "writeOnly": true, "default": "changeme" },
              "peers": { "type": "array", "items": { "type": "object", "properties": { "host": { "type": "string" }, "password": { "type": "string", "writeOnly": true } } } },
              "name": { "type": "string" } } }
            """);
        foreach (var type in new[] { typeof(MetricsPlugin), typeof(IPlugin) }) File.Copy(type.Assembly.Location, Path.Combine(_folder.Root, "plugins", Id, Path.GetFileName(type.Assembly.Location)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Find_InAFolder_HidesEverySecretAlsoNestedOnes()
    {
        var details = await ReadAsync("""{ "rpcHooks": ["acme"], "options": { "Acme.Hook": { "token": "s3cret", "peers": [{ "host": "a", "password": "pa55" }] } } }""");

        Assert.Equal("******", Option(details, "token").Value);
        Assert.Equal("******", Option(details, "token").Default);
        Assert.True(Option(details, "token").IsSecret);
        Assert.Equal("""[{"host":"a","password":"******"}]""", Option(details, "peers").Value);
        var json = System.Text.Encoding.UTF8.GetString(ReportJson.Write(details));
        Assert.DoesNotContain("s3cret", json, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55", json, StringComparison.Ordinal);
        Assert.DoesNotContain("changeme", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_OfARunningHost_HidesEverySecretOnEachPath()
    {
        Write("plugin.json", File.ReadAllText(Path.Combine(_folder.Root, "plugins", Id, "plugin.json"))
            .Replace("\"acme\"", "\"metrics\"", StringComparison.Ordinal).Replace("\"broker\"", "\"nameserver\"", StringComparison.Ordinal));
        var manifest = _folder.Write("m.json", """{ "rpcHooks": ["metrics"], "options": { "Acme.Hook": { "token": "s3cret", "peers": [{ "host": "a", "password": "pa55" }] } } }""");
        await using var host = PluginHost.Open(new PluginHostOptions
        {
            ManifestFile = manifest, PluginDirectories = [Path.Combine(_folder.Root, "plugins")], Role = HostRole.NameServer,
            CompiledIn = [.. CompiledInPlugins.All().Where(p => p.Plugin is not MetricsPlugin)],
        });
        await using var role = host.CreateNameServer(new SettingLayer("test",
            [new("listenPort", "0"), new("bindAddress", "127.0.0.1"), new("kvConfigPath", Path.Combine(_folder.Root, "kv.json")), new("adminListen", "127.0.0.1:0")]));
        await role.StartAsync();
        using var http = new HttpClient();

        foreach (var path in new[] { $"/plugins/{Id}", "/plugins", "/health" })
        {
            var json = await http.GetStringAsync(new Uri($"http://{role.AdminAddress}{path}"));
            Assert.Contains(Id, json, StringComparison.Ordinal);
            Assert.Equal(path.EndsWith(Id, StringComparison.Ordinal), json.Contains("******", StringComparison.Ordinal));
            foreach (var secret in new[] { "s3cret", "pa55", "changeme" }) Assert.DoesNotContain(secret, json, StringComparison.Ordinal);
        }

        // Nor does the log's side of a change name what a secret was or is.
        _folder.Write("m.json", """{ "rpcHooks": ["metrics"], "options": { "Acme.Hook": { "token": ["s3cret"] } } }""");
        await host.ReloadAsync();
        var health = await http.GetStringAsync(new Uri($"http://{role.AdminAddress}/health"));
        Assert.Contains("token", health, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_InAFolder_SaysWhereOptionsComeFrom()
    {
        var details = await ReadAsync("""{ "rpcHooks": ["acme"], "options": { "Acme.Hook": { "name": "n" } }, "broker": { "limit": 20 } }""");

        Assert.Equal(Path.Combine(_folder.Root, "m.json"), Option(details, "name").Source);
        Assert.Equal(new OptionReport("limit", "20", Path.Combine(_folder.Root, "m.json"), "10", false, "The limit."), Option(details, "limit"));
        Assert.Equal("default", Option(details, "token").Source);
        Assert.Null(Option(details, "peers").Value);
    }

    [Fact]
    public async Task Find_InAFolder_TellsWhereAssembliesComeFrom()
    {
        var details = await ReadAsync("""{ "rpcHooks": ["acme"] }""");

        Assert.Equal("PluggableMQ.RpcHooks.Metrics", details.Assemblies[0].Name);
        Assert.Equal((AssemblyOrigin.Plugin, null), (details.Assemblies[0].Origin, details.Assemblies[0].IsLoaded));
        var contracts = details.Assemblies.Single(a => a.Name == "PluggableMQ.Abstractions");
        Assert.Equal(AssemblyOrigin.Host, contracts.Origin);
        Assert.Equal("PluggableMQ.RpcHooks.Metrics", Assert.Single(contracts.RequestedBy));
        Assert.Contains("is ignored", contracts.Note, StringComparison.Ordinal);
        Assert.Equal(AssemblyOrigin.Framework, details.Assemblies.Single(a => a.Name == "System.Runtime").Origin);
        Assert.Equal("rpcHook acme", Assert.Single(details.InUse));
        Assert.Null(details.LoadedFrom);
    }

    [Fact]
    public async Task Find_Loaded_TellsTheCopyThatRuns()
    {
        Write("plugin.json", File.ReadAllText(Path.Combine(_folder.Root, "plugins", Id, "plugin.json")).Replace("\"acme\"", "\"metrics\"", StringComparison.Ordinal).Replace(",\n  \"configurationSchema\": \"options.schema.json\"", "", StringComparison.Ordinal));
        await using var host = Open("""{ "rpcHooks": ["metrics"] }""");
        host.Catalog.Create(PluginKinds.RpcHook, "metrics", new Abstractions.RpcHooks.RpcHookCreationContext(HostRole.Broker, TimeProvider.System, host.LoggerFactory));

        var details = new PluginReports(host).Find(Id)!;

        Assert.Equal(PluginStatus.Active, details.Status);
        Assert.NotNull(details.LoadedFrom);
        Assert.NotEqual(details.Path, details.LoadedFrom);
        Assert.True(details.Assemblies[0].IsLoaded);
        Assert.Equal(details.LoadedFrom, Path.GetDirectoryName(details.Assemblies[0].File));
        Assert.Equal(["Discover", "Validate", "Check", "Order", "Load", "Activate"], details.PhaseMs.Keys);
    }

    [Fact]
    public async Task Find_FolderBroken_HasReasonAndPhase()
    {
        Write("plugin.json", """{ "manifestVersion": 1 }""");
        await using var host = Open("{ }");

        var details = new PluginReports(host).Find(Id)!;

        Assert.Equal((PluginStatus.Invalid, PluginPhase.Validate), (details.Status, details.FailedIn));
        Assert.Equal(details.Reason, details.LastError);
        Assert.Null(details.Version);
        Assert.Empty(details.Options);
    }

    [Fact]
    public void Json_Details_ComeBackAsTheyWere()
    {
        var details = new PluginDetails
        {
            Id = Id, Version = "1.0.0", Spi = "[1.0,2.0)", Status = PluginStatus.Active, FailedIn = PluginPhase.Load, Reason = "'it' \"failed\"", Provides = ["rpcHook a"], InUse = ["rpcHook a"],
            Notes = ["n"], Path = "/p", Generation = 3, LastReload = new ReloadReport(DateTimeOffset.UnixEpoch, "Failed", "why"),
            Retired = [new RetiredGeneration(2, "0.9.0", PluginStatus.UnloadPending, 3.5, ["a timer"])],
            Health = [new PluginHealth("broker", Id, "rpcHook", "a", PluginHealthState.SwitchedOff, "r", new Dictionary<string, long> { ["failures"] = 2 })],
            DisplayName = "d", Description = "e", HostSpi = "1.1.0", LastError = "l", Roles = ["broker"], Requires = [new RequirementReport("B", "[1.0,2.0)", null)], Unloadable = true,
            EntryAssembly = "a.dll", EntryType = "A", LoadedFrom = "/tmp/x", PhaseMs = new Dictionary<string, double> { ["Load"] = 1.5 }, Options = [new OptionReport("o", null, "default", "1", true, "")],
            Assemblies = [new PluginAssembly("A", ["1.0.0.0"], ["B"], null, AssemblyOrigin.Missing, null, null, "note")],
        };

        var json = ReportJson.Write(details);
        var read = ReportJson.Read<PluginDetails>(json);

        Assert.Equal(json, ReportJson.Write(read));
        var text = System.Text.Encoding.UTF8.GetString(json);
        Assert.StartsWith("{\n  \"id\": \"Acme.Hook\",\n  \"version\": \"1.0.0\",", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("\"status\": \"Active\"", text, StringComparison.Ordinal);
        Assert.Contains("'it'", text, StringComparison.Ordinal);
        Assert.Contains("\"holders\"", text, StringComparison.Ordinal);
    }

    private static OptionReport Option(PluginDetails details, string name) => details.Options.Single(o => o.Name == name);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Root, "plugins", Id, name), text);

    private PluginHost Open(string manifest) => PluginHost.Open(new PluginHostOptions
    {
        ManifestFile = _folder.Write("m.json", manifest), PluginDirectories = [Path.Combine(_folder.Root, "plugins")], Role = HostRole.Broker,
    });

    private async Task<PluginDetails> ReadAsync(string manifest)
    {
        await using var host = Open(manifest);
        return new PluginReports(host).Find(Id)!;
    }
}
