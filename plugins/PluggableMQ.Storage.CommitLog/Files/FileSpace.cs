using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>Makes sure that a file's bytes have disk space, and that a new file's name is on disk.</summary>
/// <remarks>
/// Files have their full length from the beginning and are sparse, as in RocketMQ. Writing mapped memory that has no disk block
/// behind it kills the process (SIGBUS) when the disk is full, so each stretch is allocated before the first byte is written to it.
/// </remarks>
internal static partial class FileSpace
{
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;
    private const int NoSpace = 28;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;
    private const int QuotaExceeded = 122;
    private const int OpenReadOnly = 0;

    /// <summary>Allocates a stretch that holds nothing yet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>False when the disk or the quota is full.</returns>
    /// <exception cref="IOException">It failed for another reason.</exception>
    public static bool TryAllocate(SafeFileHandle file, long offset, long length)
    {
        if (length <= 0) return true;
        // On NTFS a file that is not marked sparse has its clusters once its length is set.
        if (OperatingSystem.IsWindows()) return true;
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return TryWriteZeros(file, offset, length);
        int error;
        do error = PosixFallocate(file, offset, length);
        while (error == Interrupted);
        return error switch
        {
            0 => true,
            NoSpace or QuotaExceeded => false,
            // A file system without the call, and a C library that does not emulate it (musl).
            NotSupported or InvalidArgument or NotImplemented => TryWriteZeros(file, offset, length),
            _ => throw new IOException($"posix_fallocate failed with error {error} for {length} bytes at {offset}."),
        };
    }

    /// <summary>Puts a directory's entries on disk, so that a file made in it survives a power failure.</summary>
    /// <param name="directory">The directory.</param>
    public static void SyncDirectory(string directory)
    {
        // Elsewhere the file system orders metadata itself, or has no such call.
        if (!OperatingSystem.IsLinux()) return;
        var descriptor = Open(directory, OpenReadOnly);
        if (descriptor < 0) throw new IOException($"Cannot open the directory {directory} to synchronise it (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            var failed = Sync(descriptor) != 0 ? Marshal.GetLastPInvokeError() : 0;
            // Some network file systems cannot synchronise directories (EINVAL); they need not.
            if (failed is not (0 or InvalidArgument)) throw new IOException($"Cannot synchronise the directory {directory} (error {failed}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static bool TryWriteZeros(SafeFileHandle file, long offset, long length)
    {
        var zeros = new byte[(int)Math.Min(length, 64 * 1024)];
        try
        {
            for (var end = offset + length; offset < end; offset += zeros.Length)
                RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(zeros.Length, end - offset)), offset);
            return true;
        }
        catch (IOException exception) when ((exception.HResult & 0xFFFF) is NoSpace or QuotaExceeded)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int PosixFallocate(SafeFileHandle file, long offset, long length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
