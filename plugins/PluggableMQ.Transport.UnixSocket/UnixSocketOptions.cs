using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared.Sockets;

namespace PluggableMQ.Transport.UnixSocket;

/// <summary>Options of the Unix socket transport; <c>options.schema.json</c> holds limits and defaults for operators.</summary>
internal sealed class UnixSocketOptions : SocketSettings
{
    private const string Home = "~/";

    /// <summary>The folder of the files that stand for <c>host:port</c>: absolute, or from <c>~/</c>. Default: the user's own.</summary>
    public string Directory { get; set; } = "~/.pluggablemq/run";

    /// <summary>Permissions of the socket files, octal. Default 600: the server's user alone.</summary>
    public string Mode { get; set; } = "600";

    /// <summary>Binds the options.</summary>
    public static UnixSocketOptions Read(IConfiguration configuration) => configuration.Get<UnixSocketOptions>() ?? new UnixSocketOptions();

    /// <summary>The folder as a path.</summary>
    public string GetDirectory() => Directory.StartsWith(Home, StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Directory[Home.Length..])
        : Directory;

    /// <summary>The permissions as the file system takes them.</summary>
    public UnixFileMode GetMode() => (UnixFileMode)Convert.ToInt32(Mode, 8);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Validate()
    {
        var failures = new List<string>(base.Validate());
        if (!Path.IsPathFullyQualified(GetDirectory()))
            failures.Add($"directory is '{Directory}'; it must be an absolute path, or start with ~/, for example /run/pluggablemq.");
        var digits = Mode.Length == 4 && Mode[0] == '0' ? Mode.AsSpan(1) : Mode;
        if (digits.Length != 3 || digits.ContainsAnyExceptInRange('0', '7'))
            failures.Add($"mode is '{Mode}'; it must be three octal digits, for example 600 or 660.");
        return failures;
    }
}
