using System.Reflection;
using PluggableMQ.Remoting.Tests.Support;

namespace PluggableMQ.Remoting.Tests;

public sealed class ProcessorTableTests
{
    [Fact]
    public void Register_Again_Replaces()
    {
        var table = new ProcessorTable();
        var second = Processor.From(static _ => { });
        table.Register(7, Processor.Echo, Processor.Inline);
        table.Register(7, second, Processor.Pooled);

        Assert.True(table.TryFind(7, out var entry));
        Assert.Same(second, entry.Processor);
        Assert.Same(Processor.Pooled, entry.RequestClass);
    }

    [Fact]
    public void RegisterDefault_Null_TakesTheDefaultAway()
    {
        var table = new ProcessorTable();
        table.RegisterDefault(Processor.Echo, Processor.Inline);
        Assert.True(table.TryFind(1, out _));

        table.RegisterDefault(null, Processor.Inline);

        Assert.False(table.TryFind(1, out _));
    }

    [Fact]
    public async Task Register_WhileOthersLookUp_NeverLosesAnEntry()
    {
        var table = new ProcessorTable();
        table.Register(0, Processor.Echo, Processor.Inline);
        using var stop = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) Assert.True(table.TryFind(0, out _));
        });

        Parallel.For(1, 200, code => table.Register(code, Processor.Echo, Processor.Inline));
        await stop.CancelAsync();

        await looking;
        for (var code = 0; code < 200; code++) Assert.True(table.TryFind(code, out _));
    }

    [Fact]
    public void RequestCodes_OnAProcessor_AreReadable()
    {
        var codes = typeof(Annotated).GetCustomAttribute<RequestCodesAttribute>()!;

        Assert.Equal("send", codes.RequestClass);
        Assert.Equal([10, 310, 320], codes.Codes);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("send", 0)]
    public void RequestClass_WithoutNameOrCapacity_IsRefused(string name, int capacity)
        => Assert.ThrowsAny<ArgumentException>(() => new RequestClass(name, capacity, inline: true));

    [RequestCodes("send", 10, 310, 320)]
    private sealed class Annotated;
}
