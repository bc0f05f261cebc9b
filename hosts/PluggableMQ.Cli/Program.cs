using System.CommandLine;
using PluggableMQ.Hosts.Cli.Bench;
using PluggableMQ.Hosts.Cli.Messages;
using PluggableMQ.Hosts.Cli.Plugins;
using PluggableMQ.Hosts.Cli.Quickstart;

// One verb, one file: each makes its own command and is added here.
var root = new RootCommand("""
    The tool of PluggableMQ.

    Examples:
      pmq quickstart                                   all of it in one process, on a sample
      pmq produce --topic Orders --file orders.txt     send lines
      pmq consume --topic Orders --from first          print messages
      pmq bench send --topic Bench --mode async        measure a broker
      pmq plugins list                                 what is in the plugin folder beside this tool
    """)
{
    QuickstartCommand.Create(),
    ProduceCommand.Create(),
    ConsumeCommand.Create(),
    BenchCommand.Create(),
    PluginsCommand.Create(),
};
var arguments = root.Parse(args);
var exitCode = await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return PluginsCheckCommand.IsMisused(arguments) ? PluginsCheckCommand.WrongUse : exitCode;
