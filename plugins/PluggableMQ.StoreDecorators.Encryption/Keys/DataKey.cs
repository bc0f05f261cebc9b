using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PluggableMQ.StoreDecorators.Encryption.Keys;

/// <summary>A random key that encrypts the bodies of some messages. It goes along with each of them, encrypted with a master key. Thread-safe.</summary>
internal sealed class DataKey
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    // A cipher is for one thread at a time; as many are kept as were in use at once, within reason.
    private const int MaxKept = 64;

    private readonly ConcurrentQueue<AesGcm> _free = new();
    private readonly byte[] _key;
    private readonly uint _nonceStart;
    private long _used;

    /// <param name="key">The key; taken over.</param>
    /// <param name="prefix">What says in an envelope which key it is: version, master key and wrapped key; taken over.</param>
    public DataKey(byte[] key, byte[] prefix)
    {
        _key = key;
        Prefix = prefix;
        _nonceStart = BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(4));
    }

    /// <summary>The first part of an envelope.</summary>
    public byte[] Prefix { get; }

    /// <summary>How many bodies it encrypted.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Encrypts a body in place. No nonce is used twice: it counts.</summary>
    public void Encrypt(Span<byte> body, ReadOnlySpan<byte> associated, Span<byte> nonce, Span<byte> tag)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(nonce, _nonceStart);
        BinaryPrimitives.WriteInt64LittleEndian(nonce[4..], Interlocked.Increment(ref _used));
        var cipher = Rent();
        cipher.Encrypt(nonce, body, body, tag, associated);
        Return(cipher);
    }

    /// <summary>Decrypts a body; false when it, or what is associated with it, is not what was encrypted.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> body, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        var cipher = Rent();
        try
        {
            cipher.Decrypt(nonce, body, tag, plain, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            Return(cipher);
        }
    }

    private AesGcm Rent() => _free.TryDequeue(out var cipher) ? cipher : new AesGcm(_key, TagLength);

    private void Return(AesGcm cipher)
    {
        if (_free.Count < MaxKept) _free.Enqueue(cipher);
        else cipher.Dispose();
    }
}
