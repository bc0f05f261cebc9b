using System.Threading.Channels;

namespace PluggableMQ.Hosting.Tests.Misbehaviour;

/// <summary>A test's end of the fixtures' gate: hears what a plugin does, and ends its misbehaviour.</summary>
internal sealed class TestGate : IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> _reports = Channel.CreateUnbounded<string>();

    public TestGate()
    {
        (Task, Action<string>) ends = (_released.Task, text => _reports.Writer.TryWrite(text));
        AppContext.SetData(Key, ends);
    }

    /// <summary>What the plugin's option <c>gate</c> is.</summary>
    public string Key { get; } = $"gate-{Guid.NewGuid():N}";

    /// <summary>The next report.</summary>
    public async Task<string> ReadAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _reports.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Ends the misbehaviour.</summary>
    public void Release() => _released.TrySetResult();

    public void Dispose()
    {
        Release();
        AppContext.SetData(Key, null);
    }
}
