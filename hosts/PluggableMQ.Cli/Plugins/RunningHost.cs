using System.Net.Sockets;
using System.Text.Json;
using PluggableMQ.Hosting;
using PluggableMQ.Hosting.Administration;
using PluggableMQ.Hosting.Administration.Reports;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>The plugins of a running host, by its admin endpoint.</summary>
internal sealed class RunningHost(AdminAddress address) : IPluginReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectCallback = address.UnixPath is { } path ? (_, stop) => ConnectAsync(path, stop) : null })
    {
        BaseAddress = new Uri(address.UnixPath is null ? $"http://{address}" : "http://localhost"),
        Timeout = Patience,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Places => [$"A running host, asked at {address}"];

    /// <inheritdoc/>
    public Task<IReadOnlyList<PluginSummary>> ListAsync(CancellationToken cancellationToken) => GetAsync<IReadOnlyList<PluginSummary>>("/plugins", cancellationToken);

    /// <inheritdoc/>
    public Task<PluginDetails> ShowAsync(string id, CancellationToken cancellationToken) => GetAsync<PluginDetails>($"/plugins/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(path, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? ReportJson.Read<T>(body) : throw new HostConfigurationException(ReportJson.Read<AdminError>(body).Error);
        }
        catch (HttpRequestException e)
        {
            throw new HostConfigurationException(
                $"No host answers at {address}: {e.InnerException?.Message ?? e.Message}\n"
                + $"A host has an admin endpoint only when it is asked for: start it with --admin {address}, or set adminListen in its configuration. Its log says where it listens.");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HostConfigurationException($"{address} did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (JsonException)
        {
            throw new HostConfigurationException($"{address} answers, but not as an admin endpoint does. It may be another port of the host: its log says 'Admin endpoint listens on' and where.");
        }
    }
}
