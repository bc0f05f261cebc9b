using Microsoft.Extensions.Logging;
using PluggableMQ.Hosting;

namespace PluggableMQ.Hosts;

/// <summary>Turns what went wrong into text for an operator, and an exit code.</summary>
internal static class HostErrors
{
    /// <summary>The exit code of anything that went wrong.</summary>
    public const int Failed = 1;

    /// <summary>Runs a command's body.</summary>
    public static async Task<int> RunAsync(string program, LogLevel level, Func<Task<int>> body)
    {
        try
        {
            return await body();
        }
        catch (Exception e)
        {
            foreach (var text in OperatorErrors.Explain(e)) await Console.Error.WriteLineAsync($"{program}: {text}");
            if (level <= LogLevel.Debug) await Console.Error.WriteLineAsync(e.ToString());
            return Failed;
        }
    }
}
