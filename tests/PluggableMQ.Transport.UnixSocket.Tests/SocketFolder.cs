using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing;

namespace PluggableMQ.Transport.UnixSocket.Tests;

/// <summary>A temporary folder of socket files, and transports that use it.</summary>
internal sealed class SocketFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("pmq-unix-");
    private readonly List<IDisposable> _transports = [];

    public string Root => _root.FullName;

    public string FileOf(string name) => Path.Combine(Root, name);

    public ITransport Make(params (string Key, string Value)[] options)
    {
        var transport = new PluginHarness(new UnixSocketPlugin(), options.Any(o => o.Key == "directory") ? options : [("directory", Root), .. options])
            .Create(PluginKinds.Transport, "unix", new TransportContext(HostRole.Broker, TimeProvider.System, NullLoggerFactory.Instance));
        _transports.Add((IDisposable)transport);
        return transport;
    }

    public void Dispose()
    {
        foreach (var transport in _transports) transport.Dispose();
        _root.Delete(recursive: true);
    }
}
