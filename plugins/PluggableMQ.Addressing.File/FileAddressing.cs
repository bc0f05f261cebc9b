using System.Text;
using Microsoft.Extensions.Logging;
using PluggableMQ.Abstractions.Addressing;

namespace PluggableMQ.Addressing.File;

/// <summary>Reads the addresses from a file at each lookup, and tells when the file changes. A file that cannot be used leaves the last good addresses in force.</summary>
internal sealed class FileAddressing : ITopAddressing, IAddressingChangeSource, IDisposable
{
    private const int MaxBytes = 65_536;

    private readonly string _path;
    private readonly ILogger _logger;
    private readonly FileWatch _watch;
    private IReadOnlyList<string> _last = [];
    private string? _problem;

    public FileAddressing(FileAddressingOptions options, TimeProvider clock, ILoggerFactory loggerFactory)
    {
        _path = Path.GetFullPath(options.Path);
        _logger = loggerFactory.CreateLogger<FileAddressing>();
        _watch = new FileWatch(_path, clock, _logger);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken)
    {
        // Before the file is read: a change behind the reading is told.
        _watch.Ensure();
        try
        {
            return Take(AddressText.Parse(await ReadAsync(cancellationToken), _path));
        }
        catch (IOException e) when (_last.Count > 0)
        {
            // Once for each problem, not at each lookup.
            if (e.Message != _problem) Log.FileNotUsable(_logger, e.Message);
            _problem = e.Message;
            return _last;
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitForChangeAsync(CancellationToken cancellationToken) => _watch.WaitAsync(cancellationToken);

    public void Dispose() => _watch.Dispose();

    private IReadOnlyList<string> Take(IReadOnlyList<string> addresses)
    {
        _problem = null;
        if (addresses.SequenceEqual(_last)) return _last;
        Log.AddressesChanged(_logger, _path, string.Join(';', addresses));
        return _last = addresses;
    }

    private async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Whoever writes the file must not be kept from it.
            await using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
            var buffer = new byte[MaxBytes + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            if (length > MaxBytes) throw new IOException($"{_path} is longer than {MaxBytes} bytes. It should hold nothing but addresses.");
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            if (e is DirectoryNotFoundException) _watch.Drop();
            throw new IOException($"{_path} is not there. Write the NameServers' addresses to it, or set the option 'path' of plugin PluggableMQ.Addressing.File.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            if (Directory.Exists(_path))
                throw new IOException($"{_path} is a folder. Set the option 'path' of plugin PluggableMQ.Addressing.File to a file.", e);
            throw new IOException($"{_path} may not be read by this process. Check its permissions.", e);
        }
    }
}
