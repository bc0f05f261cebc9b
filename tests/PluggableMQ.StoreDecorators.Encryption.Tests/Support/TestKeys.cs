using PluggableMQ.StoreDecorators.Encryption.Keys;

namespace PluggableMQ.StoreDecorators.Encryption.Tests.Support;

/// <summary>Master keys of tests.</summary>
internal static class TestKeys
{
    /// <summary>A key that depends on its id only.</summary>
    public static string Of(string id) => Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)(id[i % id.Length] + i)).ToArray());

    /// <summary>Options with some keys, the last one active.</summary>
    public static EncryptionOptions Options(params string[] ids) => new()
    {
        Keys = [.. ids.Select(id => new MasterKeySource(id, Of(id), ""))],
        ActiveKey = ids[^1],
    };
}
