using System.Globalization;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.StoreDecorators.Encryption.Keys;
using PluggableMQ.StoreDecorators.Encryption.Reading;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>The inner store's health, and what the encryption adds to the runtime information.</summary>
internal sealed class EncryptionHealth(IStoreHealth inner, KeyRing keys, UnreadableReport report) : IStoreHealth
{
    /// <inheritdoc/>
    public bool IsWritable => inner.IsWritable;

    /// <inheritdoc/>
    public string? NotWritableReason => inner.NotWritableReason;

    /// <inheritdoc/>
    public bool IsPageCacheBusy => inner.IsPageCacheBusy;

    /// <inheritdoc/>
    public long DispatchBehindBytes => inner.DispatchBehindBytes;

    /// <inheritdoc/>
    public void CollectRuntimeInfo(IDictionary<string, string> info)
    {
        inner.CollectRuntimeInfo(info);
        info["encryptionActiveKey"] = keys.ActiveId;
        info["encryptionKeys"] = string.Join(' ', keys.Ids);
        info["encryptionUnreadableMessages"] = report.Count.ToString(CultureInfo.InvariantCulture);
    }
}
