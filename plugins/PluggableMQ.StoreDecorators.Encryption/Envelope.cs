using PluggableMQ.StoreDecorators.Encryption.Keys;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>What goes along with an encrypted body: version, length and id of the master key, the wrapped data key; nonce and tag of the body.</summary>
internal readonly ref struct Envelope
{
    /// <summary>The longest one in bytes.</summary>
    public const int MaxLength = 2 + MasterKey.MaxIdLength + MasterKey.WrappedLength + BodyPartLength;

    /// <summary>Bytes of nonce and tag.</summary>
    public const int BodyPartLength = DataKey.NonceLength + DataKey.TagLength;

    private const byte Version = 1;

    private readonly ReadOnlySpan<byte> _bytes;

    private Envelope(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Its length in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>What says which data key it is.</summary>
    public ReadOnlySpan<byte> Prefix => _bytes[..^BodyPartLength];

    /// <summary>The master key's id in UTF-8.</summary>
    public ReadOnlySpan<byte> MasterId => _bytes.Slice(2, _bytes[1]);

    /// <summary>The encrypted data key.</summary>
    public ReadOnlySpan<byte> Wrapped => Prefix[^MasterKey.WrappedLength..];

    public ReadOnlySpan<byte> Nonce => _bytes.Slice(_bytes.Length - BodyPartLength, DataKey.NonceLength);

    public ReadOnlySpan<byte> Tag => _bytes[^DataKey.TagLength..];

    public static int GetPrefixLength(int idLength) => 2 + idLength + MasterKey.WrappedLength;

    /// <summary>Writes what comes before the wrapped data key.</summary>
    public static void WritePrefix(Span<byte> target, ReadOnlySpan<byte> masterId)
    {
        target[0] = Version;
        target[1] = (byte)masterId.Length;
        masterId.CopyTo(target[2..]);
    }

    /// <summary>Reads an envelope at the front of some bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out Envelope envelope)
    {
        envelope = default;
        if (source.Length < 2 || source[0] != Version || source[1] is 0 or > MasterKey.MaxIdLength) return false;
        var length = GetPrefixLength(source[1]) + BodyPartLength;
        if (source.Length < length) return false;
        envelope = new Envelope(source[..length]);
        return true;
    }
}
