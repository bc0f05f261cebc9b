using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Broker.Clients;

/// <summary>Sends one-way requests to clients without waiting for those that do not read.</summary>
internal sealed class ClientNotifier
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly ILogger<ClientNotifier> _logger;

    public ClientNotifier(ILogger<ClientNotifier> logger) => _logger = logger;

    /// <summary>Writes the request; waits only in the background, when the client does not read.</summary>
    public void Post(RemotingConnection connection, RemotingCommand request)
    {
        var sending = connection.SendOneWayAsync(request, Timeout);
        if (!sending.IsCompletedSuccessfully) _ = FinishAsync(sending, connection, request.Code);
    }

    private async Task FinishAsync(ValueTask sending, RemotingConnection connection, int code)
    {
        try
        {
            await sending;
        }
        catch (Exception e) when (e is RemotingException or OperationCanceledException or IOException)
        {
            BrokerLog.NotificationFailed(_logger, code, connection.RemoteAddress, e.Message);
        }
    }
}
