using Microsoft.Extensions.Hosting;

namespace PluggableMQ.Hosting.Library;

/// <summary>Starts and stops with the application what plugins want started and stopped.</summary>
internal sealed class ClientLibraryService(ClientLibrary library) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => library.Host.StartAsync(cancellationToken: cancellationToken).AsTask();

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => library.Host.StopAsync(cancellationToken).AsTask();
}
