using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Plugins.Options;

namespace PluggableMQ.Plugins.Tests.Catalog;

public abstract class CatalogTestBase : IAsyncLifetime
{
    private readonly List<PluginCatalog> _catalogs = [];

    protected PluginFolder Folder { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var catalog in _catalogs) await catalog.DisposeAsync();
        Folder.Dispose();
    }

    protected PluginCatalog Open(
        HostRole role = HostRole.Broker, string[]? disabled = null, (string Id, PluginOptionValues Values)[]? options = null,
        CompiledInPlugin[]? compiledIn = null, ILoggerFactory? log = null, TimeProvider? clock = null)
    {
        var catalog = PluginCatalog.Open(new PluginCatalogOptions
        {
            Directories = [Folder.Root],
            Role = role,
            Disabled = disabled ?? [],
            Options = (options ?? []).ToDictionary(o => o.Id, o => o.Values),
            CompiledIn = compiledIn ?? [],
            LoggerFactory = log ?? NullLoggerFactory.Instance,
            Clock = clock ?? TimeProvider.System,
        });
        _catalogs.Add(catalog);
        return catalog;
    }

    protected static async Task<IReadOnlyList<string>> AskAsync(PluginCatalog catalog, string? name)
        => await Create(catalog, name).FetchNameServersAsync(CancellationToken.None);

    protected static string Location(IReadOnlyList<string> report)
        => report.Single(line => line.StartsWith("location=", StringComparison.Ordinal))["location=".Length..];

    /// <summary>Looks at the folders again and puts all that can be used into force.</summary>
    protected static void Reload(PluginCatalog catalog) => catalog.Publish(catalog.Scan([]));

    protected static PluginException Fails(PluginCatalog catalog, string? name) => Assert.ThrowsAny<PluginException>(() => Create(catalog, name));

    private static ITopAddressing Create(PluginCatalog catalog, string? name)
        => catalog.Create(PluginKinds.Addressing, name, new TopAddressingContext(HostRole.Broker, [], null, TimeProvider.System, NullLoggerFactory.Instance));
}
