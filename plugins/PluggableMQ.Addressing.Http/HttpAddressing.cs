using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;

namespace PluggableMQ.Addressing.Http;

/// <summary>RocketMQ's <c>TopAddressing</c>: one HTTP GET, whose first line lists the NameServers.</summary>
internal sealed class HttpAddressing : ITopAddressing, IDisposable
{
    // The release that this client announces on the wire (ordinal 409).
    private const string ClientVersion = "V4_9_8";

    private readonly HttpOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Uri _url;
    private readonly HttpClient _client;
    private string _last = "";

    public HttpAddressing(HttpOptions options, TopAddressingContext context)
    {
        _options = options;
        _clock = context.Clock;
        _logger = context.LoggerFactory.CreateLogger<HttpAddressing>();
        _url = LookupUrl.TryBuild(options.Domain, options.Subgroup, context.UnitName)
            ?? throw new InvalidOperationException($"Unit name '{context.UnitName}' makes no URL with domain '{options.Domain}'. Use letters, digits, '-' and '_'.");

        // No proxy, as in Java; a fresh connection now and then, so that a changed DNS entry is noticed.
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.TimeoutMillis), _clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var addresses = AddressLine.Parse(await GetAsync(linked.Token), _url);
            NoteChange(addresses);
            return addresses;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{_url} did not answer within {_options.TimeoutMillis} ms. Check the options 'domain' and 'timeoutMillis'.");
        }
        catch (HttpRequestException exception)
        {
            throw new IOException($"{_url} could not be read: {exception.Message}. Check the options 'domain' and 'subgroup'.", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        request.Headers.TryAddWithoutValidation("Client-Version", ClientVersion);
        request.Headers.TryAddWithoutValidation("Metaq-Client-RequestTS", _clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

        // RocketMQ sends a content type with its GET; an empty content is how HttpClient can.
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new IOException($"{_url} answered with status {(int)response.StatusCode}, not 200. Check the options 'domain' and 'subgroup'.");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadBoundedAsync(stream, cancellationToken);
    }

    private async Task<string> ReadBoundedAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[_options.MaxBytes + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > _options.MaxBytes) throw new IOException($"{_url} answered with more than {_options.MaxBytes} bytes (option 'maxBytes').");
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private void NoteChange(IReadOnlyList<string> addresses)
    {
        var text = string.Join(';', addresses);
        if (text.Length == 0 || text == _last) return;
        Log.AddressesChanged(_logger, _url, text);
        _last = text;
    }
}
