using System.ComponentModel;
using System.Diagnostics;
using PluggableMQ.Hosting;

namespace PluggableMQ.Hosts.Cli.Plugins;

/// <summary>Runs <c>dotnet new</c> with the templates beside this tool, and with nothing else installed.</summary>
internal static class DotnetNew
{
    private static readonly string Templates = Path.Combine(AppContext.BaseDirectory, "plugin-template");

    /// <summary>Makes a project.</summary>
    /// <param name="template">The template's short name.</param>
    /// <param name="name">The project's name.</param>
    /// <param name="folder">The folder to make.</param>
    /// <param name="feed">Where PluggableMQ's packages are; null leaves it at what the template says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostConfigurationException">It cannot be made; says why.</exception>
    public static async Task RunAsync(string template, string name, string folder, string? feed, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Templates)) throw new HostConfigurationException($"The templates are not there: {Templates} is missing. Copy the whole folder of this tool, not the executable alone.");
        // A hive of its own: what the user has installed is neither seen nor changed.
        var hive = Directory.CreateTempSubdirectory("pmq-templates-");
        try
        {
            string[] own = ["--debug:custom-hive", hive.FullName];
            await RunAsync(["new", "install", Templates, .. own], cancellationToken);
            string[] source = feed is null ? [] : ["--feed", feed];
            await RunAsync(["new", template, "-n", name, "-o", folder, .. source, "--no-update-check", .. own], cancellationToken);
        }
        finally
        {
            Remove(hive);
        }
    }

    // A temporary folder that cannot be removed must not hide what happened.
    private static void Remove(DirectoryInfo hive)
    {
        try
        {
            hive.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"pmq plugins new: warning: {hive.FullName} cannot be removed ({e.Message}); it is not needed any more.");
        }
    }

    private static async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        info.Environment["DOTNET_NOLOGO"] = "1";
        info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        info.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Start(info);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            // Until it has gone it writes into its hive.
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        if (process.ExitCode != 0)
            throw new HostConfigurationException($"'dotnet {string.Join(' ', arguments.Take(2))}' failed with exit code {process.ExitCode}:\n{(await errors).Trim()}\n{(await output).Trim()}".TrimEnd());
    }

    private static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception e)
        {
            throw new HostConfigurationException($"'dotnet' cannot be run ({e.Message}). Making a project needs the .NET 10 SDK on the path; what is made already does not.");
        }
    }
}
