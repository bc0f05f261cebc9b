using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PluggableMQ.Plugins.Versions;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>What an assembly's metadata says, read without loading it.</summary>
/// <param name="Name">The simple name.</param>
/// <param name="Version">The assembly version.</param>
/// <param name="ProductVersion">The version that its author gave it: the informational one when that can be read, else the assembly version.</param>
/// <param name="TargetFramework">For example <c>.NETCoreApp,Version=v10.0</c>; null when it says none.</param>
/// <param name="Architecture">The processor that it was built for; null for any.</param>
/// <param name="References">The assemblies that it was built against.</param>
/// <param name="EntryTypeFault">Why its entry type cannot be one; null when it can, or none was asked for.</param>
internal sealed record AssemblyFacts(
    string Name, Version Version, Version ProductVersion, string? TargetFramework, string? Architecture,
    IReadOnlyList<AssemblyReferenceFacts> References, EntryTypeFault? EntryTypeFault)
{
    /// <summary>Reads a file; null when it is no .NET assembly.</summary>
    /// <param name="file">The file.</param>
    /// <param name="entryType">A type that is looked at as an entry type; null for none.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AssemblyFacts? TryRead(string file, string? entryType = null)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        try
        {
            using var image = new PEReader(stream);
            if (!image.HasMetadata) return null;
            var metadata = image.GetMetadataReader();
            if (!metadata.IsAssembly) return null;
            var definition = metadata.GetAssemblyDefinition();
            return new AssemblyFacts(
                metadata.GetString(definition.Name), definition.Version, ReadProductVersion(metadata, definition),
                ReadText(metadata, definition, "TargetFrameworkAttribute"),
                AssemblyArchitecture.Read(image.PEHeaders), ReadReferences(metadata),
                entryType is null ? null : EntryTypeCheck.Explain(metadata, entryType));
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static List<AssemblyReferenceFacts> ReadReferences(MetadataReader metadata)
    {
        var references = new List<AssemblyReferenceFacts>(metadata.AssemblyReferences.Count);
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            references.Add(new AssemblyReferenceFacts(metadata.GetString(reference.Name), reference.Version));
        }

        return references;
    }

    // Authors often leave the assembly version where it is while the other one rises.
    private static Version ReadProductVersion(MetadataReader metadata, AssemblyDefinition definition)
    {
        var text = ReadText(metadata, definition, "AssemblyInformationalVersionAttribute");
        return PluginVersion.TryParse(text, out var version) ? version.Number : definition.Version;
    }

    private static string? ReadText(MetadataReader metadata, AssemblyDefinition definition, string attributeName)
    {
        foreach (var handle in definition.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference) continue;
            if (!metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, attributeName)) continue;
            var value = metadata.GetBlobReader(attribute.Value);
            // A custom attribute's value begins with the prolog 0x0001, then its fixed arguments (ECMA-335 II.23.3).
            return value.Length > 2 && value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
        }

        return null;
    }
}

/// <summary>A reference in an assembly's metadata.</summary>
/// <param name="Name">The simple name.</param>
/// <param name="Version">The version that it was built against.</param>
internal sealed record AssemblyReferenceFacts(string Name, Version Version);
