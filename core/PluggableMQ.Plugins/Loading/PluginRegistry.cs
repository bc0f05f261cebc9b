using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Manifests;

namespace PluggableMQ.Plugins.Loading;

/// <summary>Takes what a plugin provides, during its <see cref="IPlugin.Configure"/>.</summary>
internal sealed class PluginRegistry : IPluginRegistry
{
    private readonly List<PluginRegistration> _registrations = [];
    private bool _closed;

    /// <inheritdoc/>
    public void Add<TContract, TContext>(PluginKind<TContract, TContext> kind, string name, Func<TContext, TContract> factory)
        where TContract : class
        where TContext : class
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(factory);
        if (_closed) throw new InvalidOperationException($"{kind} '{name}' was registered after Configure had returned; register it during the call.");
        if (_registrations.Any(r => r.Kind == kind && r.Name == name)) throw new InvalidOperationException($"{kind} '{name}' was registered a second time.");
        _registrations.Add(new PluginRegistration(kind, name, factory));
    }

    /// <summary>Ends the registration and returns what was registered.</summary>
    public IReadOnlyList<PluginRegistration> Close()
    {
        _closed = true;
        return _registrations;
    }

    /// <summary>How registrations and the manifest's <c>provides</c> differ; null when they do not.</summary>
    public static string? ExplainDifference(IReadOnlyList<PluginRegistration> registrations, IReadOnlyList<ProvidedExtension> provides)
    {
        var registered = registrations.Select(r => new ProvidedExtension(r.Kind.Name, r.Name)).ToList();
        var missing = provides.Except(registered).ToList();
        var extra = registered.Except(provides).ToList();
        if (missing.Count == 0 && extra.Count == 0) return null;
        var parts = new List<string>();
        if (missing.Count > 0) parts.Add($"{PluginManifest.FileName} lists {string.Join(", ", missing)}, which Configure did not register");
        if (extra.Count > 0) parts.Add($"Configure registered {string.Join(", ", extra)}, which {PluginManifest.FileName} does not list under 'provides'");
        return string.Join("; ", parts) + ".";
    }
}
