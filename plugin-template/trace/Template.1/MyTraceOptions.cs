using Microsoft.Extensions.Configuration;

namespace Template._1;

/// <summary>The dispatcher's options; <c>options.schema.json</c> says the same to operators and to the host, which checks them first.</summary>
public sealed class MyTraceOptions
{
    /// <summary>The file that lines are appended to. Default <c>trace.log</c>.</summary>
    public string File { get; init; } = "trace.log";

    internal static MyTraceOptions Read(IConfiguration options)
    {
        var defaults = new MyTraceOptions();
        return new MyTraceOptions { File = options["file"] ?? defaults.File };
    }
}
