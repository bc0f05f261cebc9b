using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.WebSocket;

/// <summary>Options of the WebSocket transport; <c>options.schema.json</c> holds limits and defaults for operators.</summary>
internal sealed class WebSocketTransportOptions : SocketSettings
{
    /// <summary>The HTTP path. Default <c>/pmq</c>.</summary>
    public string Path { get; set; } = "/pmq";

    /// <summary>Origins of browsers that may connect; <c>*</c> lets all in. Default: none.</summary>
    public List<string> AllowedOrigins { get; set; } = [];

    /// <summary>Connections of a listener that have not asked for their WebSocket yet. Default 1024.</summary>
    public int MaxHandshakes { get; set; } = 1024;

    /// <summary>Milliseconds that a peer has to begin its request, and again to end it. Default 10,000.</summary>
    public int HandshakeTimeout { get; set; } = 10_000;

    /// <summary>The longest message taken, in bytes. Default 64 MiB.</summary>
    public int MaxMessageSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>The longest message sent, in bytes. Default 1 MiB.</summary>
    public int SendMessageSize { get; set; } = 1024 * 1024;

    /// <summary>Milliseconds between signs of life. Default 30,000; 0 sends none.</summary>
    public int KeepAliveInterval { get; set; } = 30_000;

    /// <summary>Milliseconds to wait for the peer's close frame. Default 5,000.</summary>
    public int CloseTimeout { get; set; } = 5_000;

    /// <summary>The URL by which clients reach <c>{host}</c> and <c>{port}</c>. Default: none.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>Further headers of a client's upgrade.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>The HTTP proxy of clients. Default: none.</summary>
    public string Proxy { get; set; } = "";

    /// <summary><c>user:password</c> for the proxy.</summary>
    public string ProxyCredentials { get; set; } = "";

    /// <summary>A PEM file of authorities that clients trust in place of the system's. Default: the system's.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Binds the options.</summary>
    public static WebSocketTransportOptions Read(IConfiguration configuration)
        => configuration.Get<WebSocketTransportOptions>() ?? new WebSocketTransportOptions();

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        var failures = new List<string>(base.Validate());
        if (!Path.StartsWith('/') || Path.AsSpan().ContainsAny("?# \t"))
            failures.Add($"path is '{Path}'; it must start with / and have neither a query nor blanks, for example /pmq.");
        Check(nameof(MaxHandshakes), MaxHandshakes, 1, 65_535);
        Check(nameof(HandshakeTimeout), HandshakeTimeout, 1, 600_000);
        Check(nameof(MaxMessageSize), MaxMessageSize, 1024, 1024 * 1024 * 1024);
        Check(nameof(SendMessageSize), SendMessageSize, 1024, 1024 * 1024 * 1024);
        Check(nameof(KeepAliveInterval), KeepAliveInterval, 0, 86_400_000);
        Check(nameof(CloseTimeout), CloseTimeout, 1, 600_000);
        if (SendMessageSize > MaxMessageSize)
            failures.Add($"sendMessageSize is {SendMessageSize}, more than maxMessageSize ({MaxMessageSize}): a peer with these options would refuse it.");
        if (WebSocketAddress.CheckGateway(Gateway) is { } gateway) failures.Add(gateway);
        if (Proxy.Length > 0 && !(Uri.TryCreate(Proxy, UriKind.Absolute, out var proxy) && proxy is { Scheme: "http", UserInfo: "" }))
            failures.Add("proxy must be a URL http://host:port; user and password go to proxyCredentials.");
        if (ProxyCredentials.Length > 0 && ProxyCredentials.IndexOf(':', StringComparison.Ordinal) < 1)
            failures.Add("proxyCredentials must be user:password.");
        foreach (var name in Headers.Keys.Where(static name => !IsHeaderName(name))) failures.Add($"headers: '{name}' is no name of a header.");
        foreach (var (name, value) in Headers)
        {
            if (value.AsSpan().ContainsAny('\r', '\n', '\0')) failures.Add($"headers: the value of '{name}' holds a line break.");
        }

        if (CaFile.Length > 0) CheckAuthorities(failures);
        return failures;

        void Check(string name, int value, int minimum, int maximum)
        {
            if (value < minimum || value > maximum)
                failures.Add($"{char.ToLowerInvariant(name[0])}{name[1..]} is {value}; it must be between {minimum} and {maximum}.");
        }
    }

    /// <summary>The certificates of <see cref="CaFile"/>.</summary>
    public X509Certificate2Collection ReadAuthorities()
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(CaFile);
        return authorities;
    }

    private void CheckAuthorities(List<string> failures)
    {
        try
        {
            if (ReadAuthorities().Count == 0) failures.Add($"caFile: {CaFile} holds no certificate. It must be a PEM file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            failures.Add($"caFile: {CaFile} cannot be read: {e.Message}");
        }
    }

    private static bool IsHeaderName(string name)
        => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
