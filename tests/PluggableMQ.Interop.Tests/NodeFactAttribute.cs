using System.Diagnostics;

namespace PluggableMQ.Interop.Tests;

/// <summary>A test that needs Node and npm; without them it is skipped, and says so. The gate installs them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!Runs("node") || !Runs("npm")) Skip = "node and npm are not on the PATH; on Debian: apt-get install nodejs npm.";
    }

    private static bool Runs(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
