using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.Tcp;

/// <summary>Options of the TCP transport; <c>options.schema.json</c> holds limits and defaults for operators.</summary>
internal sealed class TcpTransportOptions : SocketSettings
{
    /// <summary>TCP_NODELAY. Default true.</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>Binds the options.</summary>
    public static TcpTransportOptions Read(IConfiguration configuration)
        => configuration.Get<TcpTransportOptions>() ?? new TcpTransportOptions();
}
