namespace PluggableMQ.Plugins.Loading;

/// <summary>Keeps a generation of a plugin in service while something that it made is in use.</summary>
/// <param name="generation">The generation.</param>
/// <param name="holder">Who holds it, for people.</param>
/// <param name="onReturned">Called once when it is given back, before the generation may go.</param>
internal sealed class PluginLease(PluginGeneration generation, string holder, Action? onReturned) : IDisposable
{
    private PluginGeneration? _generation = generation;

    /// <summary>Who holds it.</summary>
    public string Holder { get; } = holder;

    /// <summary>The generation; null once the lease was given back.</summary>
    public PluginGeneration? Generation => Volatile.Read(ref _generation);

    /// <summary>Gives it back. Once is enough.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _generation, null) is not { } held) return;
        onReturned?.Invoke();
        held.Return(this);
    }
}
