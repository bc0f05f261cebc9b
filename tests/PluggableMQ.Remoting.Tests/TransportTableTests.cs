using NSubstitute;
using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Remoting.Tests;

public sealed class TransportTableTests
{
    [Fact]
    public void Resolve_WithAndWithoutScheme_FindsTheTransport()
    {
        var tcp = Transport("tcp");
        var memory = Transport("inmemory");
        var table = new TransportTable([tcp, memory], "tcp");

        Assert.Same(tcp, table.Resolve(TransportEndpoint.Parse("127.0.0.1:1")));
        Assert.Same(memory, table.Resolve(TransportEndpoint.Parse("InMemory://a:1")));
    }

    [Fact]
    public void Resolve_UnknownScheme_ListsTheKnownOnes()
    {
        var table = new TransportTable([Transport("tcp"), Transport("inmemory")], "tcp");

        var failure = Assert.Throws<TransportException>(() => table.Resolve(TransportEndpoint.Parse("ws://a:1")));

        Assert.Contains("'ws'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("inmemory, tcp", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_TwoForOneSchemeOrNoDefault_SaysSo()
    {
        Assert.Contains("'tcp'", Assert.Throws<ArgumentException>(() => new TransportTable(
            [Transport("tcp"), Transport("TCP")], "tcp")).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Known schemes: tcp", Assert.Throws<ArgumentException>(() => new TransportTable(
            [Transport("tcp")], "ws")).Message, StringComparison.Ordinal);
        Assert.Contains("No transport is loaded", Assert.Throws<ArgumentException>(() => new TransportTable(
            [], "tcp")).Message, StringComparison.Ordinal);
    }

    private static ITransport Transport(string scheme)
    {
        var transport = Substitute.For<ITransport>();
        transport.Scheme.Returns(scheme);
        return transport;
    }
}
