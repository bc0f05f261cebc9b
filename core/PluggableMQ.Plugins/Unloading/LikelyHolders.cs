using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PluggableMQ.Plugins.Unloading;

/// <summary>Finds in the metadata of a plugin's assemblies what is known to hold code in memory for good. Runs none of it.</summary>
/// <remarks>The runtime does not tell who holds a load context, so these are suspects: each can be taken back, and then holds nothing.</remarks>
internal static class LikelyHolders
{
    private const int MaxListed = 12;
    private const string Unknown =
        "something that its assemblies do not show, such as a running thread or task, an event, or an object that it handed out";

    private static readonly string[] HoldingFields =
    [
        "System.Threading.Timer", "System.Timers.Timer", "System.Threading.PeriodicTimer", "System.Threading.Thread", "System.Threading.AsyncLocal`1",
    ];

    // The serializer and the binder only when they go by reflection: source-generated code names types of metadata, or neither of them.
    private static readonly Dictionary<string, string> HoldingTypes = new(StringComparer.Ordinal)
    {
        ["System.ComponentModel.TypeDescriptor"] = "the cache of TypeDescriptor",
        ["System.ComponentModel.DataAnnotations.Validator"] = "the cache of DataAnnotations' Validator",
        ["System.Text.Json.JsonSerializer"] = "the cache of JsonSerializer by reflection",
        ["Microsoft.Extensions.Configuration.ConfigurationBinder"] = "the cache of ConfigurationBinder by reflection",
        ["System.Runtime.InteropServices.PosixSignalRegistration"] = "a handler of a signal",
    };

    private static readonly string[] EventOwners =
    [
        "System.AppDomain", "System.Console", "System.Threading.Tasks.TaskScheduler", "System.Runtime.Loader.AssemblyLoadContext",
        "System.Net.NetworkInformation.NetworkChange",
    ];

    /// <summary>The suspects in a folder's assemblies; one sentence that says that there are none, where there are none.</summary>
    public static IReadOnlyList<string> Find(string folder)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal)) Read(file, found);
        if (found.Count == 0) return [Unknown];
        var listed = found.Take(MaxListed).Select(f => $"likely {f}").ToList();
        if (found.Count > MaxListed) listed.Add($"or one of {found.Count - MaxListed} others");
        return listed;
    }

    private static void Read(string file, List<string> found)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata) return;
            var metadata = image.GetMetadataReader();
            var name = Path.GetFileName(file);
            foreach (var suspect in Fields(metadata).Concat(Calls(metadata)).Distinct()) found.Add($"{suspect} ({name})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // It is about a hint; one file less to take it from.
        }
    }

    private static IEnumerable<string> Fields(MetadataReader metadata)
    {
        foreach (var handle in metadata.FieldDefinitions)
        {
            var field = metadata.GetFieldDefinition(handle);
            if ((field.Attributes & (FieldAttributes.Static | FieldAttributes.Literal)) != FieldAttributes.Static) continue;
            var type = field.DecodeSignature(TypeNames.Instance, null);
            if (!HoldingFields.Contains(type)) continue;
            var owner = TypeNames.Of(metadata, field.GetDeclaringType());
            yield return $"the static {Short(type).Split('`')[0]} {owner}.{metadata.GetString(field.Name)}";
        }
    }

    private static IEnumerable<string> Calls(MetadataReader metadata)
    {
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference || member.GetKind() != MemberReferenceKind.Method) continue;
            var type = TypeNames.Of(metadata, (TypeReferenceHandle)member.Parent);
            var name = metadata.GetString(member.Name);
            var isEvent = EventOwners.Contains(type) && name.StartsWith("add_", StringComparison.Ordinal);
            if (isEvent) yield return $"a handler of {Short(type)}.{name["add_".Length..]}";
            else if (HoldingTypes.TryGetValue(type, out var text) && !IsGenerated(member)) yield return text;
        }
    }

    private static bool IsGenerated(MemberReference member)
        => member.DecodeMethodSignature(TypeNames.Instance, null).ParameterTypes
            .Any(p => p.StartsWith("System.Text.Json.Serialization.", StringComparison.Ordinal));

    private static string Short(string type) => type[(type.LastIndexOf('.') + 1)..];
}
