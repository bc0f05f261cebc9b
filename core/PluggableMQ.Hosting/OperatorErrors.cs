using PluggableMQ.Abstractions.Storage;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Client;
using PluggableMQ.Plugins.Catalog;
using PluggableMQ.Remoting;

namespace PluggableMQ.Hosting;

/// <summary>What an operator reads when a host fails.</summary>
public static class OperatorErrors
{
    /// <summary>Explains a failure.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>One text for each thing that is wrong.</returns>
    public static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        HostConfigurationException wrong => wrong.Failures,
        PluginException { Phase: >= PluginPhase.Load } failed => [$"{failed.Message}{Environment.NewLine}Mend the plugin or its options (--log-level debug shows the stack), or name another one in the manifest."],
        // These say what happened, where, and what to do.
        PluginException or TransportException or StoreException or MqClientException or RemotingException => [exception.Message],
        // Of anything else the type helps, too.
        _ => [$"{exception.GetType().Name}: {exception.Message}"],
    };
}
