using Microsoft.Extensions.Configuration;

namespace Template._1;

/// <summary>The lookup's options; <c>options.schema.json</c> says the same to operators and to the host, which checks them first.</summary>
public sealed class MyAddressingOptions
{
    /// <summary>A file with one address a line. Default <c>nameservers.txt</c> beside the plugin.</summary>
    public string File { get; init; } = "nameservers.txt";

    internal static MyAddressingOptions Read(IConfiguration options)
    {
        var defaults = new MyAddressingOptions();
        return new MyAddressingOptions { File = options["file"] ?? defaults.File };
    }
}
