using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Remoting;

/// <summary>Which processor handles which request code. Thread-safe; lookups take no lock.</summary>
public sealed class ProcessorTable
{
    private readonly Lock _gate = new();
    private volatile Dictionary<int, ProcessorEntry> _entries = [];
    private volatile ProcessorEntry? _default;

    /// <summary>Registers a processor; replaces the one that is there.</summary>
    /// <param name="code">The request code.</param>
    /// <param name="processor">The processor.</param>
    /// <param name="requestClass">What bounds its work; may be shared between codes.</param>
    public void Register(int code, IRequestProcessor processor, RequestClass requestClass)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(requestClass);
        lock (_gate)
        {
            // Copied on write: readers never see a dictionary that changes.
            _entries = new Dictionary<int, ProcessorEntry>(_entries) { [code] = new ProcessorEntry(processor, requestClass) };
        }
    }

    /// <summary>Registers the processor of all codes that have none of their own.</summary>
    /// <param name="processor">The processor, or null to answer such codes with code 3 (<c>REQUEST_CODE_NOT_SUPPORTED</c>).</param>
    /// <param name="requestClass">What bounds its work.</param>
    public void RegisterDefault(IRequestProcessor? processor, RequestClass requestClass)
        => _default = processor is null ? null : new ProcessorEntry(processor, requestClass);

    /// <summary>Finds the processor of a code, or the default one.</summary>
    internal bool TryFind(int code, [NotNullWhen(true)] out ProcessorEntry? entry)
    {
        if (_entries.TryGetValue(code, out entry)) return true;
        entry = _default;
        return entry is not null;
    }
}

/// <summary>A processor and what bounds its work.</summary>
internal sealed record ProcessorEntry(IRequestProcessor Processor, RequestClass RequestClass);
