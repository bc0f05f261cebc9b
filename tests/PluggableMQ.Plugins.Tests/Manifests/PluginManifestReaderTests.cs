using System.Text;
using System.Text.Json.Nodes;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Json;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Tests.Manifests;

public class PluginManifestReaderTests
{
    private const string Good = """
        {
          // Comments and trailing commas are fine.
          "manifestVersion": 1, "id": "Acme.Store", "version": "1.2.3", "displayName": "Acme's", "description": "Keeps.",
          "entryAssembly": "Acme.Store.dll", "entryType": "Acme.Store.Plugin", "spi": "[1.0,2.0)", "roles": ["broker", "client"],
          "provides": [ { "kind": "storage", "name": "acme" } ], "requires": [ { "id": "Acme.Base", "version": "[1.0,)" } ], "contracts": [ "Acme.Contracts.dll" ],
          "unloadable": false, "configurationSchema": "options.schema.json",
        }
        """;

    [Fact]
    public void Read_GoodManifest_GivesEveryValue()
    {
        var (manifest, errors) = Read(Good);

        Assert.Empty(errors);
        Assert.NotNull(manifest);
        Assert.Equal("Acme.Store", manifest.Id);
        Assert.Equal("1.2.3", manifest.Version.ToString());
        Assert.Equal("Acme's", manifest.DisplayName);
        Assert.Equal("Keeps.", manifest.Description);
        Assert.Equal("Acme.Store.dll", manifest.EntryAssembly);
        Assert.Equal("Acme.Store.Plugin", manifest.EntryType);
        Assert.Equal("[1.0,2.0)", manifest.Spi.ToString());
        Assert.Equal(HostRole.Broker | HostRole.Client, manifest.Roles);
        Assert.Equal([new ProvidedExtension("storage", "acme")], manifest.Provides);
        Assert.Equal("Acme.Base", Assert.Single(manifest.Requires).Id);
        Assert.Equal("options.schema.json", manifest.ConfigurationSchema);
        Assert.Equal(["Acme.Contracts.dll"], manifest.Contracts);
        Assert.False(manifest.Unloadable);
    }

    [Theory]
    [InlineData("manifestVersion", "2", "'manifestVersion' is 2; this host reads version 1.")]
    [InlineData("manifestVersion", null, "'manifestVersion' is missing")]
    [InlineData("id", null, "'id' is missing; add it.")]
    [InlineData("id", "\"a b\"", "'id' is 'a b'; use letters")]
    [InlineData("id", "\"../x\"", "'id' is '../x'; use letters")]
    [InlineData("version", "\"one\"", "'version' is 'one'; write major.minor.patch")]
    [InlineData("entryAssembly", null, "'entryAssembly' is missing; add it.")]
    [InlineData("entryAssembly", "\"../Other/Acme.dll\"", "it must be a path inside the plugin's folder.")]
    [InlineData("entryAssembly", "\"/Acme.dll\"", "it must be a path inside the plugin's folder.")]
    [InlineData("entryAssembly", "\"Acme.exe\"", "it must be a .dll file.")]
    [InlineData("entryType", "17", "'entryType' must be a text, not 17;")]
    [InlineData("spi", "\"1.0\"", "'spi' is '1.0'; write a version range, for example [1.0,2.0).")]
    [InlineData("roles", "[]", "'roles' is missing; name the hosts")]
    [InlineData("roles", "[\"brocker\"]", "'roles' names 'brocker', which is no host; did you mean 'broker'? Known: broker, client, nameserver.")]
    [InlineData("roles", "\"broker\"", "'roles' must be a list of texts")]
    [InlineData("provides", "[{\"kind\":\"storge\",\"name\":\"x\"}]", "'provides[0].kind' is 'storge', which is no kind of extension; did you mean 'storage'? Known: addressing, queueSelection, rpcHook, storage, storeDecorator, tracing, transport.")]
    [InlineData("provides", "[{\"kind\":\"storage\",\"name\":\"X!\"}]", "'provides[0].name' is 'X!'")]
    [InlineData("provides", "[{\"kind\":\"storage\",\"name\":\"x\",\"nmae\":1}]", "'provides[0].nmae' is not a known key; did you mean 'name'?")]
    [InlineData("requires", "[{\"id\":\"x\",\"version\":\"1\"}]", "'requires[0].version' is '1'")]
    [InlineData("requires", "[\"x\"]", "'requires[0]' must be an object")]
    [InlineData("unloadable", "\"no\"", "'unloadable' must be true or false, not \"no\";")]
    [InlineData("unloadable", "true", "'unloadable' is true, but a transport, a store")]
    [InlineData("requires", "[{\"id\":\"Acme.Store\"}]", "'requires[0].id' is 'Acme.Store', this plugin's own id; a plugin cannot require itself")]
    [InlineData("requires", "[{\"id\":\"x\"},{\"id\":\"x\"}]", "'requires[1].id' names 'x' a second time; keep one.")]
    [InlineData("contracts", "[\"../Acme.dll\"]", "'contracts[0]' is '../Acme.dll'; it must be a path inside the plugin's folder.")]
    [InlineData("contracts", "[\"a.dll\",\"A.dll\"]", "'contracts[1]' names 'A.dll' a second time; keep one.")]
    [InlineData("contracts", "[\"Acme\"]", "'contracts[0]' is 'Acme'; it must be a .dll file.")]
    [InlineData("entyType", "\"x\"", "'entyType' is not a known key; did you mean 'entryType'?")]
    public void Read_WrongProperty_NamesFilePropertyAndRemedy(string property, string? value, string expected)
    {
        var json = ParseGood();
        if (value is null) json.Remove(property);
        else json[property] = JsonNode.Parse(value);

        var (manifest, errors) = Read(json.ToJsonString());

        Assert.Null(manifest);
        Assert.Contains(errors, e => e.StartsWith("acme/plugin.json: ", StringComparison.Ordinal) && e.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData(null)]
    public void Read_NoProvides_IsAnErrorWithoutContractsOnly(string? provides)
    {
        var json = ParseGood();
        if (provides is null) json.Remove("provides");
        else json["provides"] = JsonNode.Parse(provides);

        var (library, none) = Read(json.ToJsonString());
        json.Remove("contracts");
        var (useless, errors) = Read(json.ToJsonString());

        Assert.Empty(none);
        Assert.Empty(library!.Provides);
        Assert.Null(useless);
        Assert.Equal(
            "acme/plugin.json: 'provides' is empty; list at least one { \"kind\": ..., \"name\": ... }, or the 'contracts' that other plugins use.",
            Assert.Single(errors));
    }

    [Theory]
    [InlineData("transport", true)]
    [InlineData("storage", true)]
    [InlineData("storeDecorator", true)]
    [InlineData("queueSelection", false)]
    [InlineData("rpcHook", false)]
    [InlineData("addressing", false)]
    [InlineData("tracing", false)]
    public void Read_Unloadable_IsRefusedToWhatHoldsConnectionsOrFiles(string kind, bool refused)
    {
        var (manifest, errors) = Read(Good.Replace("\"unloadable\": false", "\"unloadable\": true", StringComparison.Ordinal).Replace("\"storage\"", $"\"{kind}\"", StringComparison.Ordinal));

        Assert.Equal(refused, manifest is null);
        Assert.Equal(
            refused ? ["acme/plugin.json: 'unloadable' is true, but a transport, a store or a store's decorator holds connections or files and is never unloaded; set it to false."] : [], errors);
    }

    [Fact]
    public void Read_SeveralMistakes_ReportsAllAtOnce()
    {
        var (_, errors) = Read("""{ "manifestVersion": 1, "id": "x", "verzion": "1.0", "roles": ["broker"], "roles": ["client"] }""");

        Assert.Contains(errors, e => e.Contains("'verzion'", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("'version' is missing", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("'entryType' is missing", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Contains("'roles' is written twice", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_BrokenJson_SaysWhere()
    {
        var (manifest, errors) = Read("{\n  \"id\": \"x\",\n  oops\n}");

        Assert.Null(manifest);
        Assert.StartsWith("acme/plugin.json: not valid JSON at line 3, column 3", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoObject_SaysSo() => Assert.Equal("acme/plugin.json: holds Array, not a JSON object; put everything between { and }.", Assert.Single(Read("[]").Errors));

    private static JsonObject ParseGood()
        => JsonNode.Parse(Good, documentOptions: new() { AllowTrailingCommas = true, CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!.AsObject();

    private static (PluginManifest? Manifest, List<string> Errors) Read(string text)
    {
        var errors = new List<PluginFault>();
        using var document = JsonFile.TryParse(Encoding.UTF8.GetBytes(text), "acme/plugin.json", errors.Add);
        return (document is null ? null : PluginManifestReader.Read(document.RootElement, "acme/plugin.json", errors), [.. errors.Select(e => e.ToString())]);
    }
}
