using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace PluggableMQ.Plugins.Compatibility;

/// <summary>The processor that an assembly insists on.</summary>
internal static class AssemblyArchitecture
{
    /// <summary>The architecture's name as in runtime identifiers; null when any will do.</summary>
    public static string? Read(PEHeaders headers)
    {
        var flags = headers.CorHeader?.Flags ?? 0;
        // What was compiled ahead names the system together with the machine, and carries the platform-neutral code as well.
        if (headers.CorHeader?.ManagedNativeHeaderDirectory.Size > 0) return null;
        return headers.CoffHeader.Machine switch
        {
            Machine.I386 when (flags & CorFlags.ILOnly) != 0 && ((flags & CorFlags.Requires32Bit) == 0 || (flags & CorFlags.Prefers32Bit) != 0) => null,
            Machine.I386 => "x86",
            Machine.Amd64 => "x64",
            Machine.Arm64 => "arm64",
            Machine.Arm or Machine.ArmThumb2 => "arm",
            var other => other.ToString().ToLowerInvariant(),
        };
    }

    /// <summary>What does not fit, or null.</summary>
    /// <param name="architecture">The assembly's; null fits.</param>
    /// <param name="running">The process's.</param>
    public static string? Explain(string? architecture, Architecture running)
    {
        var host = running.ToString().ToLowerInvariant();
        return architecture is null || architecture == host ? null : $"was built for {architecture}, this host runs as {host}";
    }
}
