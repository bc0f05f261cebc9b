using Microsoft.Extensions.Logging.Abstractions;
using PluggableMQ.Abstractions.Plugins;

namespace PluggableMQ.Addressing.Dns.Tests;

public sealed class DnsAddressingTests : IDisposable
{
    private const string Service = "_rocketmq._tcp.example.com";
    // Where "example.com" begins in the encoded name: behind "_rocketmq" and "_tcp" with their lengths.
    private const int SuffixOffset = 10 + 5;

    // Longer than any answer of a busy machine takes; tests of no answer at all take the other one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(100);

    private readonly DnsServer _server = new();

    public void Dispose() => _server.Dispose();

    private DnsAddressing Create(string name, int port = 9876, TimeSpan? timeout = null, TimeSpan? limit = null)
    {
        var options = new DnsOptions
        {
            Name = name, Port = port, Resolver = _server.Endpoint, AttemptTimeout = timeout ?? Patience, TimeLimit = limit ?? Patience,
        };
        return new DnsAddressing(options, NullLoggerFactory.Instance);
    }

    private ValueTask<IReadOnlyList<string>> FetchAsync(string name, int port = 9876) => Create(name, port).FetchNameServersAsync(CancellationToken.None);

    private async Task<string> FailAsync(string name, TimeSpan? timeout = null)
        => (await Assert.ThrowsAsync<IOException>(async () => await Create(name, timeout: timeout).FetchNameServersAsync(CancellationToken.None))).Message;

    [Fact]
    public async Task Fetch_Services_AreInTheOrderOfPriorityAndWeight()
    {
        _server.Answer = question => new DnsReply(question)
            .Service(20, 0, 9001, "backup.example.com").Service(10, 5, 9002, "light.example.com").Service(10, 50, 9003, "heavy.example.com")
            .AlsoAddress("backup.example.com", "10.0.0.1").AlsoAddress("light.example.com", "10.0.0.2").AlsoAddress("HEAVY.example.com", "10.0.0.3").ToArray();

        Assert.Equal(["10.0.0.3:9003", "10.0.0.2:9002", "10.0.0.1:9001"], await FetchAsync(Service));
        Assert.Equal([(Service, DnsQuestion.Srv)], _server.Questions.Select(question => (question.Name, question.Type)));
    }

    [Fact]
    public async Task Fetch_ServiceWithoutAddresses_AsksForThem()
    {
        _server.Answer = question => question.Type switch
        {
            DnsQuestion.Srv => new DnsReply(question).Service(0, 0, 9001, "ns.example.com").ToArray(),
            DnsQuestion.A => new DnsReply(question).Address("10.0.0.1").ToArray(),
            _ => new DnsReply(question).Address("fd00::1").ToArray(),
        };

        Assert.Equal(["10.0.0.1:9001", "[fd00::1]:9001"], await FetchAsync(Service));
    }

    [Fact]
    public async Task Fetch_CompressedTarget_IsFollowed()
    {
        _server.Answer = question => question.Type == DnsQuestion.Srv
            ? new DnsReply(question).Service(0, 0, 9001, DnsReply.Compressed("ns1", SuffixOffset)).AlsoAddress("ns1.example.com", "10.0.0.1").ToArray()
            : null;

        Assert.Equal(["10.0.0.1:9001"], await FetchAsync(Service));
    }

    [Fact]
    public async Task Fetch_OneTargetWithoutAddress_IsLeftOut()
    {
        _server.Answer = question => (question.Type, question.Name) switch
        {
            (DnsQuestion.Srv, _) => new DnsReply(question).Service(0, 0, 9001, "gone.example.com").Service(1, 0, 9002, "ns.example.com").ToArray(),
            (_, "gone.example.com") => new DnsReply(question) { ResponseCode = 3 }.ToArray(),
            (DnsQuestion.A, _) => new DnsReply(question).Address("10.0.0.2").ToArray(),
            _ => new DnsReply(question).ToArray(),
        };

        Assert.Equal(["10.0.0.2:9002"], await FetchAsync(Service));
    }

    [Fact]
    public async Task Fetch_NoTargetWithAddress_SaysSo()
    {
        _server.Answer = question => question.Type == DnsQuestion.Srv
            ? new DnsReply(question).Service(0, 0, 9001, "gone.example.com").ToArray()
            : new DnsReply(question).ToArray();

        Assert.Contains("None of the hosts that _rocketmq._tcp.example.com names has an address: gone.example.com has neither", await FailAsync(Service), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ServiceThatIsDecidedlyNotThere_SaysHowToAddOne()
    {
        // RFC 2782: the root as the only target.
        _server.Answer = question => new DnsReply(question).Service(0, 0, 0, "").ToArray();

        Assert.Contains("has no SRV record that names a host and a port", await FailAsync(Service), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_EmptyAnswer_SaysHowToAddARecord()
    {
        Assert.Contains("has no SRV record", await FailAsync(Service), StringComparison.Ordinal);
        Assert.Contains("has neither an A nor an AAAA record", await FailAsync("ns.example.com"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_Host_GivesItsAddressesInAStableOrder()
    {
        string[] addresses = ["10.0.0.2", "10.0.0.1", "9.9.9.9", "10.0.0.2"];
        _server.Answer = question =>
        {
            if (question.Type == DnsQuestion.Aaaa) return new DnsReply(question).Address("fd00::2").Address("fd00::1").ToArray();
            // Many servers rotate.
            addresses = [.. addresses[1..], addresses[0]];
            return addresses.Aggregate(new DnsReply(question), (reply, address) => reply.Address(address)).ToArray();
        };

        string[] expected = ["9.9.9.9:1234", "10.0.0.1:1234", "10.0.0.2:1234", "[fd00::1]:1234", "[fd00::2]:1234"];
        for (var i = 0; i < 3; i++) Assert.Equal(expected, await FetchAsync("ns.example.com", port: 1234));
    }

    [Fact]
    public async Task Fetch_ChangedAnswer_IsGivenAtTheNextCall()
    {
        var addressing = Create("ns.example.com");
        _server.Answer = question => question.Type == DnsQuestion.A ? new DnsReply(question).Address("10.0.0.1").ToArray() : new DnsReply(question).ToArray();
        Assert.Equal(["10.0.0.1:9876"], await addressing.FetchNameServersAsync(CancellationToken.None));

        _server.Answer = question => question.Type == DnsQuestion.A ? new DnsReply(question).Address("10.0.0.2").ToArray() : new DnsReply(question).ToArray();

        Assert.Equal(["10.0.0.2:9876"], await addressing.FetchNameServersAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Fetch_TruncatedAnswer_IsAskedForOverTcp()
    {
        _server.Answer = question => question.IsTcp
            ? Enumerable.Range(1, 50).Aggregate(new DnsReply(question), (reply, i) => reply.Service(0, 0, 9000 + i, "ns.example.com")).AlsoAddress("ns.example.com", "10.0.0.1").ToArray()
            : new DnsReply(question) { IsTruncated = true }.ToArray();

        Assert.Equal(50, (await FetchAsync(Service)).Count);
        Assert.Contains(_server.Questions, question => question.IsTcp);
    }

    [Fact]
    public async Task Fetch_ThousandsOfServices_TakesTheFirstFew()
    {
        _server.Answer = question => question.IsTcp
            ? Enumerable.Range(1, 1500).Aggregate(new DnsReply(question), (reply, i) => reply.Service(i, 0, i, "ns.example.com")).AlsoAddress("ns.example.com", "10.0.0.1").ToArray()
            : new DnsReply(question) { IsTruncated = true }.ToArray();

        var addresses = await FetchAsync(Service);

        Assert.Equal(("10.0.0.1:1", 64), (addresses[0], addresses.Count));
    }

    [Theory]
    [InlineData(3, "_rocketmq._tcp.example.com does not exist")]
    [InlineData(2, "with an error")]
    [InlineData(5, "with an error")]
    public async Task Fetch_ErrorCode_SaysWhatTheServerSaid(int code, string expected)
    {
        _server.Answer = question => new DnsReply(question) { ResponseCode = code }.ToArray();

        Assert.Contains(expected, await FailAsync(Service), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("random")]
    [InlineData("cut")]
    [InlineData("loop")]
    [InlineData("otherId")]
    public async Task Fetch_Garbage_FailsWithoutAddresses(string kind)
    {
        _server.Answer = question =>
        {
            var good = new DnsReply(question).Service(0, 0, 9001, "ns.example.com").AlsoAddress("ns.example.com", "10.0.0.1").ToArray();
            switch (kind)
            {
                case "":
                    return [];
                case "00":
                    return new byte[2];
                case "random":
                    var noise = new byte[512];
                    new Random(1).NextBytes(noise);
                    good[..2].CopyTo(noise, 0);
                    return noise;
                case "cut":
                    return good[..^30];
                case "loop":
                    // A name that points at itself: the first record's owner, right behind the question.
                    var at = 12 + question.Section.Length;
                    (good[at], good[at + 1]) = (0xC0, (byte)at);
                    return good;
                default:
                    good[0] ^= 0xFF;
                    return good;
            }
        };

        Assert.Contains("gave no usable answer for SRV", await FailAsync(Service, Impatience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_Silence_EndsWithTheToken()
    {
        using var cancellation = new CancellationTokenSource();
        _server.Answer = _ =>
        {
            cancellation.Cancel();
            return null;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Create(Service).FetchNameServersAsync(cancellation.Token));
    }

    [Fact]
    public async Task Fetch_TokenFiresWhileOneHostIsSilent_GivesTheOthers()
    {
        using var cancellation = new CancellationTokenSource();
        _server.Answer = question =>
        {
            if (question.Type == DnsQuestion.Srv)
            {
                return new DnsReply(question).Service(0, 0, 9001, "silent.example.com").Service(1, 0, 9002, "ns.example.com")
                    .AlsoAddress("ns.example.com", "10.0.0.2").ToArray();
            }

            cancellation.Cancel();
            return null;
        };

        Assert.Equal(["10.0.0.2:9002"], await Create(Service).FetchNameServersAsync(cancellation.Token));
    }

    [Fact]
    public async Task Fetch_ManySilentHosts_AreAskedForAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = new HashSet<string>();
        _server.Answer = question =>
        {
            if (question.Type == DnsQuestion.Srv)
            {
                var reply = new DnsReply(question);
                for (var i = 1; i <= 8; i++) reply.Service(i, 0, 9000 + i, $"ns{i}.example.com");
                return reply.Service(9, 0, 9009, "ns9.example.com").AlsoAddress("ns9.example.com", "10.0.0.9").ToArray();
            }

            // Nobody is answered before all have asked.
            if (asked.Add(question.Name) && asked.Count == 8) cancellation.Cancel();
            return null;
        };

        Assert.Equal(["10.0.0.9:9009"], await Create(Service).FetchNameServersAsync(cancellation.Token));
        Assert.Equal(8, asked.Count);
    }

    [Fact]
    public async Task Fetch_NoAnswerAboutIPv6_GivesTheIPv4Address()
    {
        _server.Answer = question => question.Type == DnsQuestion.A
            ? new DnsReply(question).Address("10.0.0.1").ToArray()
            : new DnsReply(question) { ResponseCode = 2 }.ToArray();

        Assert.Equal(["10.0.0.1:9876"], await FetchAsync("ns.example.com"));
    }

    [Fact]
    public async Task Fetch_SilenceLongerThanTheLookupMayTake_SaysWhoWasAsked()
    {
        _server.Answer = _ => null;

        var addressing = Create(Service, limit: Impatience);

        var exception = await Assert.ThrowsAsync<IOException>(async () => await addressing.FetchNameServersAsync(CancellationToken.None));
        Assert.Contains($"{_server.Endpoint} did not say within 100 ms where {Service} is", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_SilenceWithoutAToken_EndsByItself()
    {
        _server.Answer = _ => null;

        Assert.Contains(_server.Endpoint.ToString(), await FailAsync(Service, Impatience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_SystemsResolver_KnowsTheHostsFile()
    {
        var addressing = new DnsAddressing(new DnsOptions { Name = "localhost", TimeLimit = Patience }, NullLoggerFactory.Instance);

        Assert.Contains(await addressing.FetchNameServersAsync(CancellationToken.None), address => address is "127.0.0.1:9876" or "[::1]:9876");
    }

    [Fact]
    public void Create_NoName_SaysWhichOptionIsMissing()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new DnsAddressing(new DnsOptions(), NullLoggerFactory.Instance));

        Assert.Contains("option 'name' is empty", exception.Message, StringComparison.Ordinal);
    }
}
