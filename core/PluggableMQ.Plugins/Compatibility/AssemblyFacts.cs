using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>What an assembly's metadata says, read without loading it.</summary>
/// <param name="Name">The simple name.</param>
/// <param name="Version">The assembly version.</param>
/// <param name="TargetFramework">For example <c>.NETCoreApp,Version=v10.0</c>; null when it says none.</param>
/// <param name="References">The assemblies that it was built against.</param>
/// <param name="TypeNames">Full names of its types that are not nested; empty unless asked for.</param>
internal sealed record AssemblyFacts(
    string Name, Version Version, string? TargetFramework, IReadOnlyList<AssemblyReferenceFacts> References, IReadOnlyList<string> TypeNames)
{
    /// <summary>Reads a file; null when it is no .NET assembly.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AssemblyFacts? TryRead(string file, bool withTypes = false)
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
                metadata.GetString(definition.Name), definition.Version, ReadTargetFramework(metadata, definition), ReadReferences(metadata),
                withTypes ? ReadTypes(metadata) : []);
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

    private static List<string> ReadTypes(MetadataReader metadata)
    {
        var names = new List<string>(metadata.TypeDefinitions.Count);
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (!type.GetDeclaringType().IsNil) continue;
            var space = metadata.GetString(type.Namespace);
            var name = metadata.GetString(type.Name);
            names.Add(space.Length == 0 ? name : $"{space}.{name}");
        }

        return names;
    }

    private static string? ReadTargetFramework(MetadataReader metadata, AssemblyDefinition definition)
    {
        foreach (var handle in definition.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (parent.Kind != HandleKind.TypeReference) continue;
            if (!metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, "TargetFrameworkAttribute")) continue;
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
