namespace PluggableMQ.Addressing.File.Tests;

/// <summary>A file in a folder of its own.</summary>
internal sealed class AddressFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pmq-file-");

    public string Folder => _directory.FullName;

    public string Path => System.IO.Path.Combine(_directory.FullName, "nameservers.txt");

    public void Write(string text) => System.IO.File.WriteAllText(Path, text);

    /// <summary>As a careful operator does: a complete file, renamed over the old one.</summary>
    public void Replace(string text)
    {
        System.IO.File.WriteAllText(Path + ".new", text);
        System.IO.File.Move(Path + ".new", Path, overwrite: true);
    }

    public void Delete() => System.IO.File.Delete(Path);

    public void Dispose() => _directory.Delete(recursive: true);
}
