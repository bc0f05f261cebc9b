using PluggableMQ.Hosting.Feeding;

namespace PluggableMQ.Hosts.Cli.Quickstart;

/// <summary>What a quickstart saw.</summary>
/// <param name="Sent">The account of the sending.</param>
/// <param name="Received">How many messages were read back.</param>
/// <param name="ReadTime">How long that took.</param>
/// <param name="Differences">Lines that did not come back, plus messages that are no line of the file.</param>
/// <param name="FirstReceived">A few bodies, to be shown.</param>
internal sealed record QuickstartAccount(FeedSummary Sent, int Received, TimeSpan ReadTime, int Differences, IReadOnlyList<string> FirstReceived)
{
    /// <summary>Whether every line was sent and came back as it was.</summary>
    public bool IsComplete => Sent.Rejected == 0 && Received == Sent.Sent && Differences == 0;
}
