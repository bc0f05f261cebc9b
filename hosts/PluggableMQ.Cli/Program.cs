using System.CommandLine;
using PluggableMQ.Hosts.Cli.Plugins;

// One verb, one file: each makes its own command and is added here.
var root = new RootCommand("""
    The tool of PluggableMQ.

    Examples:
      pmq plugins list                               what is in the plugin folder beside this tool
      pmq plugins list ./plugins --json
    """)
{
    PluginsCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
