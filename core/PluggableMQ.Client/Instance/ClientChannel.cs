using PluggableMQ.Client.Naming;
using PluggableMQ.Protocol;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Instance;

/// <summary>Sends the requests of one client instance, and makes errors of answers that are none.</summary>
internal sealed class ClientChannel(RemotingClient remoting, NameServerConnector nameServers, bool stream)
{
    /// <summary>The connections, for the send and pull paths.</summary>
    public RemotingClient Remoting => remoting;

    /// <summary>The NameServers in use.</summary>
    public NameServerConnector NameServers => nameServers;

    /// <summary>Marks a request as a stream client's (<c>StreamTypeRPCHook</c>), when this is one.</summary>
    public void Mark(RemotingCommand request)
    {
        if (stream) request.Fields.Add("ReqT"u8, "0"u8);
    }

    /// <summary>Calls a broker.</summary>
    /// <param name="address">The broker.</param>
    /// <param name="request">The request.</param>
    /// <param name="timeout">The time limit.</param>
    /// <param name="read">Reads a successful answer, whose memory is reused afterwards.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MqServerException">The broker answered with an error.</exception>
    /// <exception cref="MqProtocolException">The answer cannot be read.</exception>
    /// <exception cref="RemotingException">There was no answer.</exception>
    public async ValueTask<T> CallAsync<T>(
        string address, RemotingCommand request, TimeSpan timeout, Func<RemotingCommand, T> read, CancellationToken cancellationToken)
    {
        Mark(request);
        var response = await remoting.InvokeAsync(address, request, timeout, cancellationToken).ConfigureAwait(false);
        return Read(response, address, read);
    }

    /// <summary>Calls the NameServer in use, or the next one that can be reached.</summary>
    /// <inheritdoc cref="CallAsync{T}"/>
    /// <exception cref="MqRouteException">No address is known.</exception>
    public async ValueTask<T> CallNameServerAsync<T>(
        RemotingCommand request, TimeSpan timeout, Func<RemotingCommand, T> read, CancellationToken cancellationToken)
    {
        EnsureNameServer();
        Mark(request);
        var response = await nameServers.InvokeAsync(request, timeout, cancellationToken).ConfigureAwait(false);
        return Read(response, null, read);
    }

    /// <summary>Refuses to go on without any NameServer.</summary>
    public void EnsureNameServer()
    {
        if (nameServers.Addresses.Count == 0)
            throw new MqRouteException("No name server address, please set it." + Faq.Line, ResponseCode.NoNameServerException);
    }

    private T Read<T>(RemotingCommand response, string? address, Func<RemotingCommand, T> read)
    {
        try
        {
            if (response.Code != ResponseCode.Success) throw new MqServerException(response.Code, response.Remark, address);
            return read(response);
        }
        catch (InvalidDataException e)
        {
            throw new MqProtocolException($"The answer of {address ?? "the NameServer"} cannot be read: {e.Message}", address, e);
        }
        finally
        {
            remoting.Recycle(response);
        }
    }
}
