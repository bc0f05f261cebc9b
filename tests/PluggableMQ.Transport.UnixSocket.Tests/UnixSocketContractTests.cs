using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Transport.UnixSocket.Tests;

/// <summary>The contract of transports, with addresses of host and port, whose files are in the transport's own folder.</summary>
public class UnixSocketContractTests : TransportContract
{
    private readonly SocketFolder _folder = new();

    private protected string FileOf(string name) => _folder.FileOf(name);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ITransport Create(TransportContext context) => _folder.Make();
}

/// <summary>The same with addresses that are the files' paths.</summary>
public sealed class UnixSocketPathContractTests : UnixSocketContractTests
{
    private int _number;

    protected override bool HasPorts => false;

    protected override TransportEndpoint NewEndpoint() => TransportEndpoint.Parse($"unix://{FileOf($"{_number++}.sock")}");
}
