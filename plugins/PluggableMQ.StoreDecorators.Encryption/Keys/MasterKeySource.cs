namespace PluggableMQ.StoreDecorators.Encryption.Keys;

/// <summary>Where a master key comes from: exactly one of the two is given.</summary>
/// <param name="Id">Its name, which is stored with each message.</param>
/// <param name="Key">The key in base64; secret.</param>
/// <param name="KeyFile">A file with the 32 bytes, or with their base64.</param>
public sealed record MasterKeySource(string Id, string Key, string KeyFile)
{
    /// <summary>Shows no secret.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
