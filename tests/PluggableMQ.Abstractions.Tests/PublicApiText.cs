using System.Reflection;

namespace PluggableMQ.Abstractions.Tests;

/// <summary>Types and parameters as C# writes them, with nullability.</summary>
internal static class PublicApiText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(string)] = "string", [typeof(object)] = "object", [typeof(bool)] = "bool", [typeof(byte)] = "byte",
        [typeof(int)] = "int", [typeof(long)] = "long", [typeof(double)] = "double",
    };

    public static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return $"{Name(underlying)}?";
        if (!type.IsGenericType) return type.Name;
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    public static string Of(PropertyInfo property) => Annotated(property.PropertyType, new NullabilityInfoContext().Create(property).ReadState);

    public static string Return(MethodInfo method) => Annotated(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter).ReadState);

    public static string GenericArguments(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var by = parameter.IsOut ? "out " : parameter.IsIn && parameter.ParameterType.IsByRef ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        var many = parameter.CustomAttributes.Any(a => a.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute") ? "params " : "";
        var fallback = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";
        return $"{by}{many}{Annotated(parameter.ParameterType, new NullabilityInfoContext().Create(parameter).ReadState)} {parameter.Name}{fallback}";
    }

    private static string Annotated(Type type, NullabilityState state) => Name(type) + (state == NullabilityState.Nullable && !type.IsValueType ? "?" : "");
}
