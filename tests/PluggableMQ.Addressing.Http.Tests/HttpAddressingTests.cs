using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Addressing;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace PluggableMQ.Addressing.Http.Tests;

public sealed class HttpAddressingTests : IDisposable
{
    private readonly OneShotHttpServer _server = new();
    private HttpAddressing? _addressing;

    public void Dispose()
    {
        _addressing?.Dispose();
        _server.Dispose();
    }

    private HttpAddressing Create(string? unitName = null, int timeoutMillis = 30_000, int maxBytes = 65_536)
    {
        var options = new HttpOptions { Domain = $"127.0.0.1:{_server.Port}", TimeoutMillis = timeoutMillis, MaxBytes = maxBytes };
        return _addressing = new HttpAddressing(options, new TopAddressingContext(HostRole.Client, [], unitName, TimeProvider.System, NullLoggerFactory.Instance));
    }

    [Fact]
    public async Task Fetch_Request_IsRocketMqs()
    {
        _server.AnswerWith("a:1");

        await Create().FetchNameServersAsync(CancellationToken.None);

        var request = Assert.Single(_server.Requests);
        Assert.StartsWith("GET /rocketmq/nsaddr HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nClient-Version: V4_9_8\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n", request, StringComparison.Ordinal);
        Assert.Matches(@"\r\nMetaq-Client-RequestTS: \d{13}\r\n", request);
    }

    [Fact]
    public async Task Fetch_WithUnitName_AsksForTheUnit()
    {
        _server.AnswerWith("a:1");

        await Create(unitName: "sh-1").FetchNameServersAsync(CancellationToken.None);

        Assert.StartsWith("GET /rocketmq/nsaddr-sh-1?nofix=1 HTTP/1.1\r\n", Assert.Single(_server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ChangedAnswer_IsGivenAtTheNextCall()
    {
        var addressing = Create();
        _server.AnswerWith("\r\n  10.0.0.1:9876;10.0.0.2:9876 \r\nsecond line");
        Assert.Equal(["10.0.0.1:9876", "10.0.0.2:9876"], await addressing.FetchNameServersAsync(CancellationToken.None));

        _server.AnswerWith("10.0.0.3:9876\n");

        Assert.Equal(["10.0.0.3:9876"], await addressing.FetchNameServersAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Fetch_BlankAnswer_IsEmpty()
    {
        _server.AnswerWith(" \r\n");

        Assert.Empty(await Create().FetchNameServersAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Fetch_PageInsteadOfAddresses_Fails()
    {
        _server.AnswerWith("<html><body>Please log in</body></html>");

        var exception = await Assert.ThrowsAsync<IOException>(async () => await Create().FetchNameServersAsync(CancellationToken.None));
        Assert.Contains("is not an address", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_OtherStatus_Fails()
    {
        _server.AnswerWith("a:1", "404 Not Found");

        var exception = await Assert.ThrowsAsync<IOException>(async () => await Create().FetchNameServersAsync(CancellationToken.None));
        Assert.Contains("status 404", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_AnswerBeyondTheBound_Fails()
    {
        _server.AnswerWith(string.Join(';', Enumerable.Repeat("10.0.0.1:9876", 100)));

        var exception = await Assert.ThrowsAsync<IOException>(async () => await Create(maxBytes: 64).FetchNameServersAsync(CancellationToken.None));
        Assert.Contains("more than 64 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_Silence_FailsAtTheTimeLimit()
    {
        _server.Answer = null;

        var exception = await Assert.ThrowsAsync<IOException>(async () => await Create(timeoutMillis: 50).FetchNameServersAsync(CancellationToken.None));
        Assert.Contains("did not answer within 50 ms", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_SilenceWithTheDefaults_IsReportedBeforeAHostGivesUp()
    {
        _server.Answer = null;
        var clock = new ManualClock();
        var options = new HttpOptions { Domain = $"127.0.0.1:{_server.Port}" };
        _addressing = new HttpAddressing(options, new TopAddressingContext(HostRole.Client, [], null, clock, NullLoggerFactory.Instance));
        var fetch = _addressing.FetchNameServersAsync(CancellationToken.None).AsTask();

        clock.Advance(TimeSpan.FromMilliseconds(2999));

        var exception = await Assert.ThrowsAsync<IOException>(() => fetch.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains($"http://127.0.0.1:{_server.Port}/rocketmq/nsaddr did not answer within 2500 ms", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_TimeLimitBeyondAHosts_Fails()
        => Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new HttpPlugin(), ("timeoutMillis", "3000")));

    [Fact]
    public async Task Fetch_CallerCancels_IsACancellation()
    {
        _server.Answer = null;
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Create().FetchNameServersAsync(cancelled.Token));
    }

    [Fact]
    public async Task Fetch_NobodyListens_FailsWithTheUrl()
    {
        var addressing = Create();
        _server.Dispose();

        var exception = await Assert.ThrowsAsync<IOException>(async () => await addressing.FetchNameServersAsync(CancellationToken.None));
        Assert.Contains("/rocketmq/nsaddr", exception.Message, StringComparison.Ordinal);
    }
}
