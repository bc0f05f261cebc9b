using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace PluggableMQ.Plugins.Unloading;

/// <summary>Reads the types of a signature as their full names; of a constructed type the name of what it is constructed from.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>
{
    /// <summary>The one there is; it has no state.</summary>
    public static TypeNames Instance { get; } = new();

    /// <summary>The full name of a type of another assembly.</summary>
    public static string Of(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return Join(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    /// <summary>The full name of a type of this assembly; of a nested one the names of those around it as well.</summary>
    public static string Of(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{Of(metadata, outer)}.{name}" : Join(metadata.GetString(type.Namespace), name);
    }

    /// <inheritdoc/>
    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Of(reader, handle);

    /// <inheritdoc/>
    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(reader, handle);

    /// <inheritdoc/>
    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
        => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <inheritdoc/>
    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    /// <inheritdoc/>
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    /// <inheritdoc/>
    public string GetPinnedType(string elementType) => elementType;

    /// <inheritdoc/>
    public string GetByReferenceType(string elementType) => elementType;

    /// <inheritdoc/>
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    /// <inheritdoc/>
    public string GetGenericMethodParameter(object? genericContext, int index) => "";

    /// <inheritdoc/>
    public string GetGenericTypeParameter(object? genericContext, int index) => "";

    /// <inheritdoc/>
    public string GetFunctionPointerType(MethodSignature<string> signature) => "";

    /// <inheritdoc/>
    public string GetPointerType(string elementType) => "";

    /// <inheritdoc/>
    public string GetArrayType(string elementType, ArrayShape shape) => "";

    /// <inheritdoc/>
    public string GetSZArrayType(string elementType) => "";

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
