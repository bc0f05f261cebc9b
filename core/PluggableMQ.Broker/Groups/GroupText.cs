using PluggableMQ.Broker.Topics;

namespace PluggableMQ.Broker.Groups;

/// <summary>Rules and texts about consumer groups.</summary>
internal static class GroupText
{
    private const int MaxLength = 255;

    /// <summary>
    /// Whether a group of this name may come into being. Java's broker checks nothing here; other clients than Java's send names that
    /// Java's client would refuse, so only what would spoil files and logs is refused.
    /// </summary>
    public static bool IsAllowed(string group)
    {
        if (group.Length is 0 or > MaxLength) return false;
        foreach (var character in group)
        {
            if (char.IsControl(character) || char.IsSurrogate(character)) return false;
        }

        return true;
    }

    /// <summary>The remark of code 26 on a pull.</summary>
    public static string NotExistForPull(string group) => $"subscription group [{group}] does not exist, {TopicText.SeeFaq}";

    /// <summary>The remark of code 26 on a send back.</summary>
    public static string NotExistForSendBack(string group) => $"subscription group not exist, {group} {TopicText.SeeFaq}";
}
