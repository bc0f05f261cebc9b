using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Broker.Options;
using PluggableMQ.Client;
using PluggableMQ.Hosting;
using PluggableMQ.NameServer.Options;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosts;

/// <summary>Turns what went wrong into text for an operator, and an exit code.</summary>
internal static class HostErrors
{
    /// <summary>The exit code of anything that went wrong.</summary>
    public const int Failed = 1;

    /// <summary>Runs a command's body.</summary>
    public static async Task<int> RunAsync(string program, LogLevel level, Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (HostConfigurationException e)
        {
            foreach (var failure in e.Failures) await Console.Error.WriteLineAsync($"{program}: {failure}");
        }
        catch (Exception e)
        {
            // These say what happened, where and what to do; of anything else the type helps too.
            var says = e is PluginException or TransportException or StoreException or BrokerOptionsException or NameServerOptionsException or MqClientException;
            await Console.Error.WriteLineAsync($"{program}: {(says ? e.Message : $"{e.GetType().Name}: {e.Message}")}");
            if (level <= LogLevel.Debug) await Console.Error.WriteLineAsync(e.ToString());
        }

        return Failed;
    }
}
