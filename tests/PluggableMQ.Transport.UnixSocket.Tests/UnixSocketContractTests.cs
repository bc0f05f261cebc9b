using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Transport.Contract;

namespace PluggableMQ.Transport.UnixSocket.Tests;

public sealed class UnixSocketContractTests : TransportContract, IDisposable
{
    private readonly SocketFolder _folder = new();
    private readonly ITransport _transport;

    public UnixSocketContractTests() => _transport = _folder.Make();

    protected override ITransport Transport => _transport;

    public void Dispose() => _folder.Dispose();
}
