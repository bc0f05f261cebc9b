using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Catalog;

/// <summary>The plugins as they were found at one moment. Not changed: what is found later is another snapshot.</summary>
internal sealed class CatalogSnapshot(PluginCatalogOptions options, IReadOnlyList<PluginEntry> entries)
{
    private readonly CatalogErrors _errors = new(options, entries);

    /// <summary>All plugins, usable or not, sorted by id; of one id the higher version first.</summary>
    public IReadOnlyList<PluginEntry> Entries => entries;

    /// <summary>The same with one plugin in place of another, and of whatever else was found in its folder.</summary>
    public CatalogSnapshot With(PluginEntry old, PluginEntry replacement)
        => new(options, [.. entries.Where(e => e == old || e.IsCompiledIn || e.Directory != replacement.Directory).Select(e => e == old ? replacement : e)]);

    /// <inheritdoc cref="PluginCatalog.Find"/>
    public PluginEntry? Find(string id) => entries.FirstOrDefault(e => e.Id == id);

    /// <inheritdoc cref="PluginCatalog.GetNames"/>
    public IReadOnlyList<string> GetNames(PluginKind kind)
        => [.. entries.Where(e => e.IsUsable).SelectMany(e => e.Provides).Where(p => p.Kind == kind.Name).Select(p => p.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <inheritdoc cref="PluginCatalog.Resolve"/>
    public PluginEntry Resolve(PluginKind kind, string? name, HostRole role = HostRole.None)
    {
        bool Provides(PluginEntry entry) => entry.Provides.Any(p => p.Kind == kind.Name && (name is null || p.Name == name));
        var candidates = entries.Where(e => e.IsUsable && Provides(e)).ToList();
        if (candidates.Count > 1 || (name is null && candidates.SelectMany(e => e.Provides).Count(p => p.Kind == kind.Name) > 1))
            throw CatalogErrors.Ambiguous(kind, name, candidates);
        if (candidates.Count == 1) return candidates[0].IsFor(role) ? candidates[0] : throw CatalogErrors.WrongRole(kind, candidates[0], role);
        if (name is null) throw _errors.NoneOfKind(kind);
        var expected = options.KnownPlugins.GetValueOrDefault(new ProvidedExtension(kind.Name, name));
        var broken = entries.FirstOrDefault(e => Provides(e) || e.Id == expected || (expected is not null && Path.GetFileName(e.Directory) == expected));
        throw broken is null ? _errors.NotFound(kind, name) : CatalogErrors.NotUsable(kind, name, broken);
    }
}
