using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.Addressing.File;

/// <summary>The options of the lookup in a file.</summary>
public sealed class FileAddressingOptions
{
    /// <summary>The file. A relative path starts at the process's working directory. Default <c>nameservers.txt</c>.</summary>
    public string Path { get; init; } = "nameservers.txt";

    internal static FileAddressingOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var options = new FileAddressingOptions { Path = reader.Text("path", new FileAddressingOptions().Path) };
        if (options.Path.Contains('\0', StringComparison.Ordinal)) reader.Fail("path", "holds a NUL character; write a file's path");
        reader.ThrowIfFailed();
        return options;
    }
}
