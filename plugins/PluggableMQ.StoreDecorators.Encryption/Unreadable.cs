namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>Why a stored message cannot be read.</summary>
internal enum Unreadable
{
    /// <summary>It can.</summary>
    No = 0,

    /// <summary>The master key of its time is not configured; it can be read once the key is back.</summary>
    KeyMissing,

    /// <summary>Body, topic, properties or envelope are not what was stored.</summary>
    Tampered,

    /// <summary>It is not encrypted, and such messages are not accepted.</summary>
    Plain,
}
