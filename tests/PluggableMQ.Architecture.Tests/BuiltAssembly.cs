using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PluggableMQ.Architecture.Tests;

/// <summary>An assembly of this repository, read from its metadata.</summary>
public sealed record BuiltAssembly(string Name, IReadOnlyList<string> References, IReadOnlyList<string> ReferencedTypes, IReadOnlyList<string> ReferencedMembers)
{
    /// <summary>References to this project's own assemblies.</summary>
    public IEnumerable<string> OwnReferences => References.Where(r => r.StartsWith("PluggableMQ.", StringComparison.Ordinal));

    public static BuiltAssembly Read(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return new BuiltAssembly(
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            [.. metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))],
            [.. metadata.TypeReferences.Select(h => FullName(metadata, h))],
            [.. metadata.MemberReferences.Select(h => FullName(metadata, metadata.GetMemberReference(h)))]);
    }

    private static string FullName(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    private static string FullName(MetadataReader metadata, MemberReference member)
        => member.Parent.Kind == HandleKind.TypeReference ? $"{FullName(metadata, (TypeReferenceHandle)member.Parent)}.{metadata.GetString(member.Name)}" : metadata.GetString(member.Name);
}
