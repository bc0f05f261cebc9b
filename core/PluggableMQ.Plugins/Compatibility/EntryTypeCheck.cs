using System.Reflection;
using System.Reflection.Metadata;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>Tells from metadata whether a type can be a plugin's entry point.</summary>
internal static class EntryTypeCheck
{
    private const int MaxDepth = 32;

    /// <summary>What keeps a type from being an entry type; null when nothing does, as far as this assembly tells.</summary>
    public static EntryTypeFault? Explain(MetadataReader metadata, string name)
    {
        if (Find(metadata, name) is not { } handle) return new EntryTypeFault("is not in it", HintType(metadata, name));
        var type = metadata.GetTypeDefinition(handle);
        if ((type.Attributes & TypeAttributes.Interface) != 0) return new EntryTypeFault("is an interface", "name a class that implements IPlugin.");
        if (type.GetGenericParameters().Count > 0) return new EntryTypeFault("is generic", "name a class without type parameters.");
        // A static class is abstract and sealed.
        if ((type.Attributes & TypeAttributes.Abstract) != 0) return new EntryTypeFault("is abstract or static", "name a class that can be made.");
        if (Implements(metadata, handle, MaxDepth) == false) return new EntryTypeFault($"does not implement {typeof(IPlugin).FullName}", HintPlugin(metadata, name));
        if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public) return new EntryTypeFault("is not public", "make it public.");
        return HasConstructor(metadata, type) ? null : new EntryTypeFault("has no public constructor without parameters", "give it one; what it needs comes with Configure.");
    }

    private static TypeDefinitionHandle? Find(MetadataReader metadata, string name)
    {
        var dot = name.LastIndexOf('.');
        var space = dot < 0 ? "" : name[..dot];
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (metadata.StringComparer.Equals(type.Name, name[(dot + 1)..]) && metadata.StringComparer.Equals(type.Namespace, space) && type.GetDeclaringType().IsNil) return handle;
        }

        return null;
    }

    // Null when that depends on another assembly, which is not looked into.
    private static bool? Implements(MetadataReader metadata, EntityHandle handle, int depth)
    {
        if (handle.IsNil || depth == 0) return false;
        switch (handle.Kind)
        {
            case HandleKind.TypeReference:
                var reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
                if (IsNamed(metadata, reference, typeof(IPlugin).Namespace!, nameof(IPlugin))) return true;
                return metadata.GetString(reference.Namespace).StartsWith("System", StringComparison.Ordinal) ? false : null;
            case HandleKind.TypeDefinition:
                var type = metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
                bool? result = Implements(metadata, type.BaseType, depth - 1);
                foreach (var item in type.GetInterfaceImplementations())
                {
                    if (result == true) break;
                    result = Implements(metadata, metadata.GetInterfaceImplementation(item).Interface, depth - 1) switch { true => true, null => null, false => result };
                }

                return result;
            default:
                // A generic base class or interface.
                return null;
        }
    }

    private static bool IsNamed(MetadataReader metadata, TypeReference reference, string space, string name)
        => metadata.StringComparer.Equals(reference.Name, name) && metadata.StringComparer.Equals(reference.Namespace, space);

    private static bool HasConstructor(MetadataReader metadata, TypeDefinition type)
    {
        foreach (var handle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            if ((method.Attributes & MethodAttributes.Static) != 0 || (method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public) continue;
            if (!metadata.StringComparer.Equals(method.Name, ".ctor")) continue;
            var signature = metadata.GetBlobReader(method.Signature);
            // The calling convention, then the number of parameters (ECMA-335 II.23.2.1).
            signature.ReadByte();
            if (signature.ReadCompressedInteger() == 0) return true;
        }

        return false;
    }

    private static string HintType(MetadataReader metadata, string name)
        => Nearest.Find(name, TypeNames(metadata)) is { } nearest ? $"did you mean '{nearest}'?" : HintPlugin(metadata, name);

    private static string HintPlugin(MetadataReader metadata, string name)
    {
        var plugins = metadata.TypeDefinitions
            .Where(h => (metadata.GetTypeDefinition(h).Attributes & (TypeAttributes.Abstract | TypeAttributes.VisibilityMask)) == TypeAttributes.Public && Implements(metadata, h, MaxDepth) == true)
            .Select(h => FullName(metadata, h)).Where(n => n != name).Order(StringComparer.Ordinal).ToList();
        return plugins.Count == 0 ? "name the public class that implements IPlugin, with its namespace." : $"these do: {string.Join(", ", plugins)}.";
    }

    private static IEnumerable<string> TypeNames(MetadataReader metadata)
        => metadata.TypeDefinitions.Where(h => metadata.GetTypeDefinition(h).GetDeclaringType().IsNil).Select(h => FullName(metadata, h));

    private static string FullName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? metadata.GetString(type.Name) : $"{space}.{metadata.GetString(type.Name)}";
    }
}

/// <summary>Why a type cannot be an entry type.</summary>
/// <param name="Text">What is wrong: the rest of a sentence that begins with the type.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
internal sealed record EntryTypeFault(string Text, string Remedy);
