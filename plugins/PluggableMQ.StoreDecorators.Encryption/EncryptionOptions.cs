using System.Buffers.Text;
using Microsoft.Extensions.Configuration;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.PluginShared;
using PluggableMQ.StoreDecorators.Encryption.Keys;

namespace PluggableMQ.StoreDecorators.Encryption;

/// <summary>The options of the encryption.</summary>
public sealed class EncryptionOptions
{
    /// <summary>The master keys. A key must stay as long as the store holds messages of its time.</summary>
    public IReadOnlyList<MasterKeySource> Keys { get; init; } = [];

    /// <summary>The id of the key for new messages. Default: the only key there is.</summary>
    public string ActiveKey { get; init; } = "";

    /// <summary><c>skip</c> or <c>wait</c>: what a consumer meets at a message whose key is not here. Default <c>skip</c>.</summary>
    public string MissingKey { get; init; } = "skip";

    /// <summary>Whether messages that are not encrypted are readable. Default true.</summary>
    public bool AcceptPlain { get; init; } = true;

    /// <summary>How many messages one data key encrypts at most. Default 1 000 000.</summary>
    public int DataKeyMessages { get; init; } = 1_000_000;

    /// <summary>How long one data key is in use at most, in minutes. Default 60.</summary>
    public int DataKeyMinutes { get; init; } = 60;

    internal bool WaitsForKey => MissingKey == "wait";

    internal static EncryptionOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var keys = ReadKeys(reader, configuration);
        var active = reader.Text("activeKey", keys is [var only] ? only.Id : "");
        if (keys.Count > 0 && keys.All(key => key.Id != active))
            reader.Fail("activeKey", $"is '{active}'; write one of {string.Join(", ", keys.Select(key => key.Id))}");
        var missing = reader.Text("missingKey", "skip");
        if (missing is not ("skip" or "wait")) reader.Fail("missingKey", $"is '{missing}'; write skip or wait");
        var options = new EncryptionOptions
        {
            Keys = keys,
            ActiveKey = active,
            MissingKey = missing,
            AcceptPlain = reader.Boolean("acceptPlain", true),
            DataKeyMessages = reader.Int32("dataKeyMessages", 1_000_000, 1, 1_000_000_000),
            DataKeyMinutes = reader.Int32("dataKeyMinutes", 60, 1, 10_080),
        };
        reader.ThrowIfFailed();
        return options;
    }

    /// <summary>Without a key there is nothing to encrypt with; asked when the decorator is used, because the plugin may lie there unused.</summary>
    internal void RequireKeys()
    {
        if (Keys.Count == 0)
        {
            throw new PluginConfigurationException(
                "option 'keys' is empty; the store decorator 'encryption' needs at least one, such as { \"id\": \"k1\", \"key\": \"(32 bytes in base64)\" }.");
        }
    }

    private static List<MasterKeySource> ReadKeys(OptionReader reader, IConfiguration configuration)
    {
        var keys = new List<MasterKeySource>();
        foreach (var section in configuration.GetSection("keys").GetChildren())
        {
            var name = $"keys[{section.Key}]";
            var (id, key, file) = (section["id"]?.Trim() ?? "", section["key"]?.Trim() ?? "", section["keyFile"]?.Trim() ?? "");
            if (id.Length is 0 or > MasterKey.MaxIdLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
                reader.Fail($"{name}.id", $"is '{id}'; write 1 to {MasterKey.MaxIdLength} letters, digits, '.', '_' or '-'");
            else if (keys.Any(other => other.Id == id)) reader.Fail($"{name}.id", $"is '{id}' a second time; each key has an id of its own");
            if (key.Length == 0 == (file.Length == 0)) reader.Fail(name, "needs either 'key' or 'keyFile'");
            else if (key.Length > 0 && !(Base64.IsValid(key, out var length) && length == MasterKey.Length))
                reader.Fail($"{name}.key", $"(secret) is not {MasterKey.Length} bytes in base64; make one with: openssl rand -base64 32");
            keys.Add(new MasterKeySource(id, key, file));
        }

        return keys;
    }
}
