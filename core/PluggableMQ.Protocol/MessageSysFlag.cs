namespace PluggableMQ.Protocol;

/// <summary>The bits of a message's sysFlag (<c>MessageSysFlag</c>).</summary>
public static class MessageSysFlag
{
    /// <summary>The body is compressed.</summary>
    public const int Compressed = 0x1;

    /// <summary>The topic allows several tags.</summary>
    public const int MultiTags = 0x2;

    /// <summary>A half message.</summary>
    public const int TransactionPrepared = 0x4;

    /// <summary>A committed transaction's message.</summary>
    public const int TransactionCommit = 0x8;

    /// <summary>A rolled back transaction's message; also the mask of the transaction type.</summary>
    public const int TransactionRollback = 0xC;

    /// <summary>The born host is an IPv6 address.</summary>
    public const int BornHostV6 = 0x10;

    /// <summary>The store host is an IPv6 address.</summary>
    public const int StoreHostV6 = 0x20;

    /// <summary>The mask of the compression type; zero stands for zlib, as old clients send it.</summary>
    public const int CompressionTypeMask = 0x700;

    /// <summary>Compression type LZ4.</summary>
    public const int CompressionLz4 = 0x100;

    /// <summary>Compression type Zstandard.</summary>
    public const int CompressionZstd = 0x200;

    /// <summary>Compression type zlib, as clients from 4.9.3 on announce it.</summary>
    public const int CompressionZlib = 0x300;

    /// <summary>The transaction type bits.</summary>
    /// <param name="sysFlag">The flag.</param>
    /// <returns>Zero, or one of the transaction constants.</returns>
    public static int GetTransactionType(int sysFlag) => sysFlag & TransactionRollback;

    /// <summary>Replaces the transaction type bits.</summary>
    /// <param name="sysFlag">The flag.</param>
    /// <param name="type">Zero, or one of the transaction constants.</param>
    /// <returns>The changed flag.</returns>
    public static int WithTransactionType(int sysFlag, int type) => (sysFlag & ~TransactionRollback) | type;

    /// <summary>Takes the compressed bit and the compression type away.</summary>
    /// <param name="sysFlag">The flag.</param>
    /// <returns>The changed flag.</returns>
    public static int WithoutCompression(int sysFlag) => sysFlag & ~(Compressed | CompressionTypeMask);

    /// <summary>Whether the body is compressed.</summary>
    /// <param name="sysFlag">The flag.</param>
    /// <returns>The compressed bit.</returns>
    public static bool IsCompressed(int sysFlag) => (sysFlag & Compressed) != 0;
}
