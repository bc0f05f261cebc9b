using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using PluggableMQ.Hosting.Administration.Reports;
using PluggableMQ.Hosting.Composition;
using PluggableMQ.Hosting.Observation;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosting.Settings;
using PluggableMQ.Hosting.Tests.Support;
using PluggableMQ.Plugins.Catalog;

namespace PluggableMQ.Hosting.Tests.Administration;

public sealed class AdminEndpointTests : IAsyncDisposable
{
    private const string Metrics = "PluggableMQ.RpcHooks.Metrics";

    private readonly TempFolder _folder = new();
    private readonly PluginHost _host = CompiledInPlugins.Open();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Health_AllIsWell_Is200WithRolesAndVersion()
    {
        await using var role = await StartAsync(CreateNameServer("127.0.0.1:0"));

        var (status, health) = await GetAsync<HealthReport>(role, "/health");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("healthy", health.Status);
        Assert.Equal("nameserver", Assert.Single(health.Roles));
        Assert.Equal(typeof(PluginHost).Assembly.GetName().Version!.ToString(3), health.Version);
        Assert.True(health.UptimeSeconds >= 0);
        Assert.Empty(health.Problems);
    }

    [Theory]
    [InlineData(PluginHealthState.Degraded)]
    [InlineData(PluginHealthState.SwitchedOff)]
    public async Task Health_PluginIsNotWell_Is503AndSaysWhichAndWhy(PluginHealthState state)
    {
        await using var role = await StartAsync(ObservedRole.Create(_host, [Layer(("adminListen", "127.0.0.1:0"))],
            new PluginHealth("client", Metrics, "rpcHook", "metrics", state, "it threw 5 times; see the log.", new Dictionary<string, long> { ["failures"] = 5 }),
            new PluginHealth("client", "A.Tracing", "tracing", "a", PluginHealthState.Healthy, null, new Dictionary<string, long>())));

        var (status, health) = await GetAsync<HealthReport>(role, "/health");
        var (_, details) = await GetAsync<PluginDetails>(role, $"/plugins/{Metrics}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("unhealthy", health.Status);
        Assert.Equal($"client: rpcHook metrics of {Metrics} is {state}: it threw 5 times; see the log.", Assert.Single(health.Problems));
        Assert.Contains(health.Plugins, p => p.Name == "a");
        Assert.Equal(5, Assert.Single(health.Plugins, p => p.State == state).Counters["failures"]);
        Assert.Equal("it threw 5 times; see the log.", details.LastError);
    }

    [Fact]
    public async Task Plugins_TwoRolesOfOneProcess_ShowWhatBothUse()
    {
        await using var nameServer = await StartAsync(CreateNameServer("127.0.0.1:0"));
        await using var client = await StartAsync(_host.CreateClient(Layer(("adminListen", "127.0.0.1:0"))));

        var (status, plugins) = await GetAsync<IReadOnlyList<PluginSummary>>(client, "/plugins");
        var (_, health) = await GetAsync<HealthReport>(client, "/health");

        Assert.Equal(nameServer.AdminAddress, client.AdminAddress);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["nameserver", "client"], health.Roles);
        Assert.Equal(_host.Catalog.Entries.Select(e => e.Id), plugins.Select(p => p.Id));
        Assert.Equal("rpcHook metrics", Assert.Single(plugins.Single(p => p.Id == Metrics).InUse));
        Assert.Equal(PluginStatus.Active, plugins.Single(p => p.Id == Metrics).Status);
        Assert.Equal(PluginStatus.Discovered, plugins.Single(p => p.Id == "PluggableMQ.Storage.InMemory").Status);
    }

    [Fact]
    public async Task Endpoint_OfTwoRoles_ClosesWithTheLast()
    {
        var path = Path.Combine(_folder.Root, "a.sock");
        await using var nameServer = await StartAsync(CreateNameServer($"unix:{path}"));
        await using var client = await StartAsync(_host.CreateClient(Layer(("adminListen", $"unix:{path}"))));
        using var http = CreateClient(path);

        await nameServer.StopAsync();
        Assert.Equal("client", Assert.Single(ReportJson.Read<HealthReport>(await http.GetByteArrayAsync(new Uri("http://localhost/health"))).Roles));
        await client.StopAsync();

        Assert.Null(client.AdminAddress);
        Assert.False(File.Exists(path));
        using var fresh = CreateClient(path);
        await Assert.ThrowsAsync<HttpRequestException>(() => fresh.GetAsync(new Uri("http://localhost/health")));
    }

    [Fact]
    public async Task Plugin_Get_ShowsOptionsWithSourcesAssembliesAndPhases()
    {
        await using var role = await StartAsync(CreateNameServer("127.0.0.1:0", ("maxSeries", "77")));

        var (status, plugin) = await GetAsync<PluginDetails>(role, $"/plugins/{Metrics}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(new OptionReport("maxSeries", "77", "test", "1024", false, plugin.Options.Single(o => o.Name == "maxSeries").Description), plugin.Options.Single(o => o.Name == "maxSeries"));
        Assert.Equal("default", plugin.Options.Single(o => o.Name == "meterName").Source);
        Assert.Contains(plugin.Assemblies, a => a.Name == "PluggableMQ.Abstractions" && a.Used == "1.1.0.0");
        Assert.Contains("Activate", plugin.PhaseMs.Keys);
        Assert.Equal(1, plugin.Generation);
        Assert.Null(plugin.LastError);
    }

    [Fact]
    public async Task Plugin_Unknown_Is404WithTheNearest()
    {
        await using var role = await StartAsync(CreateNameServer("127.0.0.1:0"));

        var (status, error) = await GetAsync<AdminError>(role, "/plugins/PluggableMQ.RpcHook.Metrics");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains($"did you mean '{Metrics}'? Known: ", error.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/pluginsX")]
    public async Task UnknownPath_Is404WithTheKnownOnes(string path)
    {
        await using var role = await StartAsync(CreateNameServer("127.0.0.1:0"));

        var (status, error) = await GetAsync<AdminError>(role, path);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(["/health", "/plugins", "/plugins/{id}"], error.Paths);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task OtherMethods_Are405(string method)
    {
        await using var role = await StartAsync(CreateNameServer("127.0.0.1:0"));
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"http://{role.AdminAddress}/plugins"));

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("GET", Assert.Single(response.Content.Headers.Allow));
    }

    [Fact]
    public async Task ForeignHostName_IsRefused()
    {
        await using var role = await StartAsync(CreateNameServer("127.0.0.1:0"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{role.AdminAddress}/plugins")) { Headers = { Host = "rebound.example" } };

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(new MediaTypeHeaderValue("application/json", "utf-8"), response.Content.Headers.ContentType);
    }

    [Fact]
    public async Task UnixSocket_LeftByAKilledProcess_IsReplaced()
    {
        var path = Path.Combine(_folder.Root, "a.sock");
        using (var abandoned = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            var keep = Path.Combine(_folder.Root, "kept");
            abandoned.Bind(new UnixDomainSocketEndPoint(path));
            // Closing deletes the file under its name; a killed process does not.
            File.Move(path, keep);
            abandoned.Dispose();
            File.Move(keep, path);
        }

        await using var role = await StartAsync(CreateNameServer($"unix:{path}"));
        using var client = CreateClient(path);

        Assert.Equal("healthy", ReportJson.Read<HealthReport>(await client.GetByteArrayAsync(new Uri("http://localhost/health"))).Status);
        Assert.Equal($"unix:{path}", role.AdminAddress!.ToString());
    }

    [Fact]
    public async Task Address_Taken_FailsTheStartAndSaysWhichSetting()
    {
        await using var first = await StartAsync(CreateNameServer("127.0.0.1:0"));
        await using var other = CompiledInPlugins.Open();
        await using var second = CreateNameServer(other, first.AdminAddress!.ToString());

        var failure = await Assert.ThrowsAsync<HostConfigurationException>(() => second.StartAsync().AsTask());

        Assert.StartsWith($"adminListen: cannot listen on {first.AdminAddress}: ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:9878", "has no authentication")]
    [InlineData("192.0.2.17:9878", "has no authentication")]
    [InlineData("broker-a:9878", "write an IP address")]
    [InlineData("nine", "write host:port")]
    public void Address_NotAllowed_IsRefusedWithItsSource(string address, string reason)
    {
        var failure = Assert.Throws<HostConfigurationException>(() => CreateNameServer(address));

        Assert.StartsWith($"test: 'adminListen' is '{address}'", Assert.Single(failure.Failures), StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_NotLoopbackButAllowed_Listens()
    {
        await using var role = await StartAsync(CreateNameServer("0.0.0.0:0", ("adminAllowRemote", "true")));

        using var response = await _client.GetAsync(new Uri($"http://127.0.0.1:{role.AdminAddress!.Port}/health"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Stop_HalfARequestIsThere_DoesNotWaitForTheRest()
    {
        await using var role = await StartAsync(CreateNameServer("127.0.0.1:0"));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(role.AdminAddress!.Ip!, role.AdminAddress.Port);
        await socket.SendAsync("GET /heal"u8.ToArray());

        Assert.True(await role.StopAsync());
    }

    [Fact]
    public async Task NoAddress_NothingListens()
    {
        await using var role = await StartAsync(CreateNameServer(_host, ""));

        Assert.Null(role.AdminAddress);
    }

    private static SettingLayer Layer(params (string Key, string Value)[] settings) => new("test", [.. settings.Select(s => KeyValuePair.Create(s.Key, s.Value))]);

    private static HttpClient CreateClient(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    private static async Task<RoleHost> StartAsync(RoleHost role)
    {
        await role.StartAsync();
        return role;
    }

    private NameServerHost CreateNameServer(string admin, params (string Key, string Value)[] settings) => CreateNameServer(_host, admin, settings);

    private NameServerHost CreateNameServer(PluginHost host, string admin, params (string Key, string Value)[] settings)
        => host.CreateNameServer(Layer([("listenPort", "0"), ("bindAddress", "127.0.0.1"), ("kvConfigPath", Path.Combine(_folder.Root, "kv.json")), ("adminListen", admin), .. settings]));

    private async Task<(HttpStatusCode Status, T Body)> GetAsync<T>(RoleHost role, string path)
    {
        using var response = await _client.GetAsync(new Uri($"http://{role.AdminAddress}{path}"));
        var body = await response.Content.ReadAsByteArrayAsync();
        using var document = JsonDocument.Parse(body);
        return (response.StatusCode, ReportJson.Read<T>(body));
    }
}
