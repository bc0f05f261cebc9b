using System.Diagnostics;

namespace PluggableMQ.Client.Tracing;

/// <summary>Where the spans of this library come from. Whoever listens to the name gets them; while nobody does, nothing is made.</summary>
internal static class ClientActivitySource
{
    public static readonly ActivitySource Instance = new(MessageTracing.SourceName, typeof(ClientActivitySource).Assembly.GetName().Version!.ToString(3));
}
