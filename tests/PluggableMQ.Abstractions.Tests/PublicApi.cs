using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace PluggableMQ.Abstractions.Tests;

/// <summary>Writes the public surface of an assembly as text: one line for each type and member, sorted.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(TypeLine(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal)) text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string TypeLine(Type type)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => type.IsByRefLike ? "ref struct" : "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        if (type.IsEnum) return $"enum {type.FullName}";
        var bases = type.GetInterfaces().Where(i => i.IsVisible).Select(PublicApiText.Name).Order(StringComparer.Ordinal).ToList();
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object)) bases.Insert(0, PublicApiText.Name(parent));
        return $"{kind} {type.Namespace}.{PublicApiText.Name(type)}{(bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n} = {Convert.ToInt64(Enum.Parse(type, n), CultureInfo.InvariantCulture)}"));
        var constructors = type.GetConstructors(Declared).Where(IsVisible).Select(c => $"{Modifiers(c)}new({PublicApiText.Parameters(c)})");
        var methods = type.GetMethods(Declared).Where(m => IsVisible(m) && !IsSynthesized(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)))
            .Select(m => $"{Modifiers(m)}{PublicApiText.Return(m)} {m.Name}{PublicApiText.GenericArguments(m)}({PublicApiText.Parameters(m)})");
        var properties = type.GetProperties(Declared).Where(p => p.GetMethod is { } get && IsVisible(get)).Select(PropertyLine);
        var fields = type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(f => $"{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{PublicApiText.Name(f.FieldType)} {f.Name}{(f.IsLiteral ? $" = {f.GetRawConstantValue()}" : "")}");
        return constructors.Concat(methods).Concat(properties).Concat(fields);
    }

    private static string PropertyLine(PropertyInfo property)
    {
        var set = property.SetMethod is { } setter && IsVisible(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") ? " init;" : " set;"
            : "";
        var required = property.CustomAttributes.Any(a => a.AttributeType.Name == "RequiredMemberAttribute") ? "required " : "";
        return $"{required}{Modifiers(property.GetMethod!)}{PublicApiText.Of(property)} {property.Name} {{ get;{set} }}";
    }

    // What the compiler adds to a record follows from its properties.
    private static bool IsSynthesized(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifiers(MethodBase method)
    {
        if (method.DeclaringType!.IsInterface) return method.IsAbstract ? "" : "default ";
        var text = method.IsPublic ? "" : "protected ";
        if (method.IsStatic) return text + "static ";
        if (method.IsAbstract) return text + "abstract ";
        if (method is MethodInfo { IsVirtual: true, IsFinal: false } m) return text + (m.GetBaseDefinition().DeclaringType == m.DeclaringType ? "virtual " : "override ");
        return text;
    }
}
