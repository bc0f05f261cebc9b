namespace PluggableMQ.Hosting.Feeding;

/// <summary>A file that is read on as it grows, as <c>tail -F</c> does: at its end a read waits for more. A file that shrank or was
/// replaced is read from its beginning.</summary>
internal sealed class FollowedFile(string path, TimeProvider clock) : Stream
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private FileStream _file = Open(path);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await _file.ReadAsync(buffer, cancellationToken);
            if (read > 0) return read;
            if (!await ReopenAsync()) await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);

    // Log rotation puts another file in its place, which is noticed by its creation time, or empties the file.
    private async ValueTask<bool> ReopenAsync()
    {
        if (!File.Exists(path)) return false;
        var shrank = _file.Length < _file.Position;
        var replaced = File.GetCreationTimeUtc(path) != File.GetCreationTimeUtc(_file.SafeFileHandle);
        if (!shrank && !replaced) return false;
        await _file.DisposeAsync();
        _file = Open(path);
        return true;
    }
}
