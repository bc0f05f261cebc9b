using System.Collections.Concurrent;

namespace PluggableMQ.StoreDecorators.Encryption.Reading;

/// <summary>Keeps leases for reuse. Thread-safe.</summary>
internal sealed class ReadLeasePool
{
    private const int MaxKept = 256;

    private readonly ConcurrentQueue<ReadLease> _free = new();

    public ReadLease Rent() => _free.TryDequeue(out var lease) ? lease : new ReadLease(this);

    public void Return(ReadLease lease)
    {
        if (_free.Count < MaxKept) _free.Enqueue(lease);
    }
}
