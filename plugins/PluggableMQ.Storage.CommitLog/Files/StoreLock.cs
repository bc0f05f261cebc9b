using PluggableMQ.Abstractions.Storage;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>Keeps a second broker out of a store: the file <c>lock</c>, locked while the store is open.</summary>
/// <remarks>
/// Two locks, because they do not see each other: the file is opened without sharing, which another store of this framework runs into also
/// within one process; and its first byte is locked by record, which a Java broker does and runs into.
/// </remarks>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="StoreException">Someone has it, or the file cannot be written.</exception>
    public static StoreLock Take(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (!OperatingSystem.IsMacOS() && !OperatingSystem.IsIOS() && !OperatingSystem.IsTvOS() && !OperatingSystem.IsFreeBSD()) file.Lock(0, 1);
            file.Position = 0;
            file.Write("lock"u8);
            return new StoreLock(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new StoreException($"Cannot lock {path}: {exception.Message} The store is in use by another broker, or this account may not write to it. "
                + "Stop the other broker, or give this one a storePathRootDir of its own.", path, exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
