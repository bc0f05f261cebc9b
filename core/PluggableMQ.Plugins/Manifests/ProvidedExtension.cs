namespace PluggableMQ.Plugins.Manifests;

/// <summary>Something that a plugin provides.</summary>
/// <param name="Kind">The kind's name, for example <c>transport</c>.</param>
/// <param name="Name">The short name that operators use, for example <c>tcp</c>.</param>
public sealed record ProvidedExtension(string Kind, string Name)
{
    /// <summary>The kind and the name.</summary>
    /// <returns>For example <c>transport tcp</c>.</returns>
    public override string ToString() => $"{Kind} {Name}";
}
