using System.Buffers;
using System.Text;

namespace PluggableMQ.Broker.Text;

/// <summary>
/// Ordinal equality of strings that can also be looked up by their UTF-8 bytes, as they lie in a frame, without making a string.
/// </summary>
internal sealed class Utf8StringComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    private const int StackLimit = 256;

    /// <summary>The one instance; it has no state.</summary>
    public static readonly Utf8StringComparer Instance = new();

    private Utf8StringComparer()
    {
    }

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    /// <inheritdoc/>
    public int GetHashCode(string obj)
    {
        var bound = Encoding.UTF8.GetMaxByteCount(obj.Length);
        if (bound <= StackLimit)
        {
            Span<byte> utf8 = stackalloc byte[StackLimit];
            return GetHashCode(utf8[..Encoding.UTF8.GetBytes(obj, utf8)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(bound);
        var hash = GetHashCode(rented.AsSpan(0, Encoding.UTF8.GetBytes(obj, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<byte> alternate, string other)
    {
        if (Ascii.IsValid(alternate)) return Ascii.Equals(alternate, other);
        return other.Length <= alternate.Length && string.Equals(Encoding.UTF8.GetString(alternate), other, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        // Randomly seeded per process: names come from the network.
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);
}
