using System.CommandLine;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary><c>pmq plugins</c>: what plugins are there, how they stand, whether they fit, and a new one.</summary>
internal static class PluginsCommand
{
    public static Command Create() => new("plugins", """
        Shows plugins, of a folder or of a running host, checks them, and makes new ones.

        Examples:
          pmq plugins list                                  the plugins beside this tool
          pmq plugins list --host 127.0.0.1:9878            those of a running host, and how they are
          pmq plugins show PluggableMQ.Transport.Tcp        one of them in full
          pmq plugins check ./Acme.SizeLimit                would a host take it? For an author's build
          pmq plugins new rpcHook Acme.SizeLimit            a project to start from
        """)
    {
        PluginsListCommand.Create(),
        PluginsShowCommand.Create(),
        PluginsCheckCommand.Create(),
        PluginsNewCommand.Create(),
    };
}
