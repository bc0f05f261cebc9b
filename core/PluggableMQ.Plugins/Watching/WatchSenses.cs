namespace PluggableMQ.Plugins.Watching;

/// <summary>What a <see cref="ChangeWatcher"/> goes by.</summary>
/// <param name="Notices">Whether by the system's notices.</param>
/// <param name="Glances">How often it looks of itself; infinite for never.</param>
internal sealed record WatchSenses(bool Notices, TimeSpan Glances)
{
    /// <summary>Both, which is what a host does.</summary>
    public static WatchSenses All { get; } = new(true, TimeSpan.FromSeconds(3));
}
