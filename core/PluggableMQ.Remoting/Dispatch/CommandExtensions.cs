using PluggableMQ.Protocol;

namespace PluggableMQ.Remoting.Dispatch;

/// <summary>What this assembly does with commands all over.</summary>
internal static class CommandExtensions
{
    /// <summary>Drops the body of a frame that is not written.</summary>
    public static void ReleaseBody(this RemotingCommand frame)
    {
        var source = frame.BodySource;
        frame.BodySource = null;
        frame.Body = default;
        source?.Release();
    }
}
