using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.StoreDecorators.Encryption.Keys;

/// <summary>A key of the operator's. It encrypts data keys only, so it is used rarely.</summary>
internal sealed class MasterKey : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = 32;

    /// <summary>Bytes of an id at most.</summary>
    public const int MaxIdLength = 64;

    /// <summary>Bytes of an encrypted data key: nonce, key and tag.</summary>
    public const int WrappedLength = DataKey.NonceLength + Length + DataKey.TagLength;

    private readonly AesGcm _cipher;
    private readonly Lock _lock = new();

    private MasterKey(string id, ReadOnlySpan<byte> key)
    {
        Id = id;
        IdUtf8 = Encoding.UTF8.GetBytes(id);
        _cipher = new AesGcm(key, DataKey.TagLength);
    }

    public string Id { get; }

    public byte[] IdUtf8 { get; }

    /// <summary>Makes a key.</summary>
    /// <exception cref="StoreException">Its file cannot be read or holds something else.</exception>
    public static MasterKey Load(MasterKeySource source)
    {
        var bytes = source.Key.Length > 0 ? Convert.FromBase64String(source.Key) : ReadFile(source);
        try
        {
            return new MasterKey(source.Id, bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Encrypts a data key.</summary>
    public void Wrap(ReadOnlySpan<byte> key, Span<byte> wrapped)
    {
        var nonce = wrapped[..DataKey.NonceLength];
        RandomNumberGenerator.Fill(nonce);
        lock (_lock) _cipher.Encrypt(nonce, key, wrapped.Slice(DataKey.NonceLength, Length), wrapped[^DataKey.TagLength..], IdUtf8);
    }

    /// <summary>Decrypts a data key; false when it was not encrypted with this key, or was changed since.</summary>
    public bool TryUnwrap(ReadOnlySpan<byte> wrapped, Span<byte> key)
    {
        try
        {
            lock (_lock) _cipher.Decrypt(wrapped[..DataKey.NonceLength], wrapped.Slice(DataKey.NonceLength, Length), wrapped[^DataKey.TagLength..], key, IdUtf8);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private static byte[] ReadFile(MasterKeySource source)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(source.KeyFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file of the encryption key '{source.Id}' cannot be read: {e.Message} Correct 'keyFile' or the file's permissions.", source.KeyFile, e);
        }

        if (bytes.Length == Length) return bytes;
        var text = Encoding.ASCII.GetString(bytes).Trim();
        if (Base64.IsValid(text, out var length) && length == Length) return Convert.FromBase64String(text);
        throw new StoreException(
            $"The file of the encryption key '{source.Id}', {source.KeyFile}, holds neither {Length} bytes nor their base64. Make one with: openssl rand -base64 32", source.KeyFile);
    }
}
