using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Transport.Contract;

namespace PluggableMQ.Transport.WebSocket.Tests;

public sealed class WebSocketContractTests : TransportContract, IAsyncLifetime
{
    private readonly ITransport _transport = TransportFixture.Make();

    protected override ITransport Transport => _transport;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await ((IAsyncDisposable)_transport).DisposeAsync();
}
