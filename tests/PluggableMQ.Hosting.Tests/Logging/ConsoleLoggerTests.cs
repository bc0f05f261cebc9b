using Microsoft.Extensions.Logging;
using PluggableMQ.Hosting.Logging;

namespace PluggableMQ.Hosting.Tests.Logging;

public sealed class ConsoleLoggerTests : IDisposable
{
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Log_Event_IsOneLineWithTimeLevelAndShortCategory()
    {
        Write(LogLevel.Information, "Listening on 0.0.0.0:9876");

        Assert.Equal("2026-03-04 05:06:07.089 INFO  RemotingServer - Listening on 0.0.0.0:9876" + Environment.NewLine, _output.ToString());
    }

    [Fact]
    public void Log_TextFromTheNetwork_CannotBreakTheLine()
    {
        Write(LogLevel.Warning, "bad name 'a\r\nb\u001b[31mc'");

        Assert.Equal("2026-03-04 05:06:07.089 WARN  RemotingServer - bad name 'a | b?[31mc'" + Environment.NewLine, _output.ToString());
    }

    [Fact]
    public void Log_Exception_NamesItsChainWithoutTheStack()
    {
        Write(LogLevel.Error, "It failed", new InvalidOperationException("outer", new IOException("inner")));

        Assert.EndsWith("It failed <- InvalidOperationException: outer <- IOException: inner" + Environment.NewLine, _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2011, "PluginNotSwapped", "RemotingServer [2011 PluginNotSwapped] - ")]
    [InlineData(12, null, "RemotingServer [12] - ")]
    [InlineData(0, null, "RemotingServer - ")]
    public void Log_EventWithIdAndName_CanBeFoundByThem(int id, string? name, string expected)
    {
        Write(LogLevel.Information, "text", eventId: new EventId(id, name));

        Assert.Contains(expected, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_ExceptionAtDebug_HasTheStacksOfInnerOnesAndNoForgedLine()
    {
        Write(LogLevel.Error, "It failed", Thrown(), minimum: LogLevel.Debug);

        var lines = _output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Contains(lines, line => line.Contains(nameof(ThrowInner), StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(nameof(Thrown), StringComparison.Ordinal));
        Assert.Contains("  2026-03-04 05:06:07.089 ERROR forged?[31m", lines);
        Assert.All(lines[1..], line => Assert.StartsWith("  ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Log_BelowTheMinimum_WritesNothing()
    {
        Write(LogLevel.Debug, "detail");

        Assert.Empty(_output.ToString());
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            ThrowInner();
        }
        catch (IOException e)
        {
            return new InvalidOperationException("outer", e);
        }

        throw new InvalidOperationException("not reached");
    }

    private static void ThrowInner() => throw new IOException("inner\n2026-03-04 05:06:07.089 ERROR forged\u001b[31m");

    private void Write(LogLevel level, string message, Exception? exception = null, EventId eventId = default, LogLevel minimum = LogLevel.Information)
    {
        using var factory = new ConsoleLoggerFactory(_output, minimum, new FixedClock());
        factory.CreateLogger("PluggableMQ.Remoting.RemotingServer").Log(level, eventId, message, exception, (text, _) => text);
    }

    private sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);
    }
}
