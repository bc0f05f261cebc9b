namespace PluggableMQ.Storage.CommitLog.Files;

/// <summary>Gives a reference to a mapped file back.</summary>
internal sealed class MappedFileLease(MappedFile file) : IDisposable
{
    public void Dispose() => file.Release();
}
