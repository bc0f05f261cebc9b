using Microsoft.Extensions.Configuration;

namespace Template._1;

/// <summary>The hook's options; <c>options.schema.json</c> says the same to operators and to the host, which checks them first.</summary>
public sealed class MyHookOptions
{
    /// <summary>Messages to topics that begin with this are refused. Default <c>forbidden-</c>.</summary>
    public string TopicPrefix { get; init; } = "forbidden-";

    internal static MyHookOptions Read(IConfiguration options)
    {
        var defaults = new MyHookOptions();
        return new MyHookOptions { TopicPrefix = options["topicPrefix"] ?? defaults.TopicPrefix };
    }
}
