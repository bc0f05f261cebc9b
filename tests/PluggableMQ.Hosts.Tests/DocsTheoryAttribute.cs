using System.Net.NetworkInformation;

namespace PluggableMQ.Hosts.Tests;

/// <summary>A test that runs the documentation's commands, which use RocketMQ's ports and the admin endpoint's; where they are taken it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DocsTheoryAttribute : TheoryAttribute
{
    private static readonly int[] Ports = [9876, 9878, 10909, 10911];

    public DocsTheoryAttribute()
    {
        if (!File.Exists("/bin/bash") || !File.Exists("/usr/bin/setsid")) Skip = "The commands are for bash, and are run in a session of their own by setsid.";
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(e => e.Port).Intersect(Ports).Order().ToList();
        if (taken.Count > 0) Skip = $"The documentation's commands use the ports {string.Join(", ", Ports)}; something else listens on {string.Join(", ", taken)}. Stop it to run them.";
    }
}
