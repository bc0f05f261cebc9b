using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Testing;

namespace PluggableMQ.Tracing.Log.Tests;

public sealed class LogTraceDispatcherTests : ILoggerFactory, ILogger
{
    private readonly List<string> _lines = [];

    void ILoggerFactory.AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    ILogger ILoggerFactory.CreateLogger(string categoryName) => this;

    void IDisposable.Dispose()
    {
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)}");

    private async Task<List<string>> DispatchAsync(LogOptions options, params TraceRecord[] records)
    {
        await new LogTraceDispatcher(options, this).DispatchAsync(records, CancellationToken.None);
        return _lines;
    }

    private static TraceRecord Record(TraceType type, bool success = true, string? keys = "k1 k2") => new()
    {
        Type = type,
        Timestamp = 1,
        Group = "g",
        CostMilliseconds = 3,
        Success = success,
        RequestId = "r",
        Messages =
        [
            new TraceMessage
            {
                Topic = "T", MessageId = "ID", Tags = "TagA", Keys = keys, StoreHost = "127.0.0.1:10911", BodyLength = 5, RetryTimes = 1,
                TransactionId = "TX", TransactionState = "COMMIT_MESSAGE",
            },
        ],
    };

    [Fact]
    public async Task Dispatch_EveryKind_WritesOneLineEach()
    {
        TraceRecord[] records = [Record(TraceType.Pub), Record(TraceType.SubBefore), Record(TraceType.SubAfter, success: false), Record(TraceType.EndTransaction)];

        Assert.Equal(
        [
            "Information 8400 Send ok: 5 bytes to T on 127.0.0.1:10911 in 3 ms, id ID, tag TagA, keys k1 k2, group g.",
            "Information 8401 Consuming 1 of T, id ID, retry 1, keys k1 k2, group g, request r.",
            "Warning 8402 Consume failed: 1 of T in 3 ms, id ID, keys k1 k2, group g, request r.",
            "Information 8403 Transaction COMMIT_MESSAGE: T, id ID, transaction TX, from a check: False, group g.",
        ], await DispatchAsync(new LogOptions(), records));
    }

    [Fact]
    public async Task Dispatch_KeysWithLineBreaks_StayOnOneLine()
    {
        var line = Assert.Single(await DispatchAsync(new LogOptions(), Record(TraceType.Pub, keys: "a\r\nb" + new string('x', 1000))));

        Assert.Contains("keys a??bxxx", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.InRange(line.Length, 256, 500);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\u007F")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    public async Task Dispatch_LineBreaksInAnyText_StayOnOneLine(string lineBreak)
    {
        var text = "a" + lineBreak + "b";
        foreach (var type in Enum.GetValues<TraceType>())
        {
            var record = new TraceRecord
            {
                Type = type, Timestamp = 1, Group = text, RequestId = text,
                Messages =
                [
                    new TraceMessage
                    {
                        Topic = text, MessageId = text, Tags = text, Keys = text, StoreHost = text, TransactionId = text, TransactionState = text,
                    },
                ],
            };
            await DispatchAsync(new LogOptions(), record);
        }

        Assert.Equal(4, _lines.Count);
        Assert.All(_lines, line => Assert.DoesNotContain(lineBreak, line, StringComparison.Ordinal));
        Assert.All(_lines, line => Assert.Contains("a" + new string('?', lineBreak.Length) + "b", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dispatch_LevelNotLogged_WritesOnlyWhatFailed()
    {
        var lines = await DispatchAsync(new LogOptions { Level = LogLevel.Debug }, Record(TraceType.Pub), Record(TraceType.Pub, success: false));

        Assert.StartsWith("Warning 8400 Send failed", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Configure_UnknownLevel_NamesTheKnownOnes()
    {
        var exception = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(new LogPlugin(), ("level", "loud")));

        Assert.Equal("option 'level' is 'loud'; write trace, debug, information or warning.", Assert.Single(exception.Failures));
    }
}
