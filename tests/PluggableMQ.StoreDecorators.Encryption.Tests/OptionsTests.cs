using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Storage;
using PluggableMQ.StoreDecorators.Encryption.Tests.Support;
using PluggableMQ.Testing;

namespace PluggableMQ.StoreDecorators.Encryption.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Read_OneKey_IsActive()
    {
        var options = Read(("keys:0:id", "k1"), ("keys:0:key", TestKeys.Of("k1")));

        Assert.Equal(("k1", "k1"), (options.ActiveKey, options.Keys[0].ToString()));
    }

    [Fact]
    public void Read_WrongOptions_AreAllNamedAndNoSecretIsShown()
    {
        var failure = Assert.Throws<PluginConfigurationException>(() => Read(
            ("keys:0:id", "a b"), ("keys:0:key", TestKeys.Of("k1")), ("keys:1:id", "k2"), ("keys:1:key", "c2VjcmV0"), ("keys:2:id", "k2"), ("missingKey", "ignore")));

        // The id, the second use of one, a short key, no key at all, no active key, and the word.
        Assert.Equal(6, failure.Failures.Count);
        Assert.DoesNotContain("c2VjcmV0", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestKeys.Of("k1"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithoutKeys_SaysWhatToDo()
    {
        var plugin = new PluginHarness(new EncryptionPlugin());
        var context = TestStores.Context();

        var failure = Assert.Throws<PluginConfigurationException>(
            () => plugin.Create(PluginKinds.StoreDecorator, "encryption", new StoreDecoratorContext(TestStores.InMemory(context), context)));

        Assert.Contains("'keys'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Create_KeyFile_MayHoldBytesOrBase64(bool asText)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, asText ? System.Text.Encoding.ASCII.GetBytes(TestKeys.Of("k1") + "\n") : Convert.FromBase64String(TestKeys.Of("k1")));
        var context = TestStores.Context();
        var inner = TestStores.InMemory(context);

        await using var store = await TestStores.EncryptAsync(inner, Read(("keys:0:id", "k1"), ("keys:0:keyFile", file)));
        File.Delete(file);

        Assert.True(store.Health.IsWritable);
    }

    [Fact]
    public void Create_KeyFileThatIsMissingOrOfAnotherLength_SaysWhich()
    {
        var file = Path.GetTempFileName();
        var context = TestStores.Context();
        var options = Read(("keys:0:id", "k1"), ("keys:0:keyFile", file));
        var decorated = new StoreDecoratorContext(TestStores.InMemory(context), context);

        Assert.Equal(file, Assert.Throws<StoreException>(() => new EncryptedStore(decorated, options)).Path);
        File.Delete(file);
        Assert.Equal(file, Assert.Throws<StoreException>(() => new EncryptedStore(decorated, options)).Path);
    }

    private static EncryptionOptions Read(params (string Key, string Value)[] options) => EncryptionOptions.Read(new PluginHarness(new EncryptionPlugin(), options).Options);
}
