namespace PluggableMQ.Broker.Tests.Metadata;

/// <summary>The config files that a Java broker left behind after the captured scenario.</summary>
internal static class JavaStore
{
    /// <summary>Copies them into a store directory.</summary>
    public static void ExtractConfig(string directory)
    {
        var config = Directory.CreateDirectory(Path.Combine(directory, "config")).FullName;
        foreach (var name in (string[])["topics.json", "subscriptionGroup.json", "consumerOffset.json", "delayOffset.json"])
        {
            using var source = typeof(JavaStore).Assembly.GetManifestResourceStream(name)!;
            using var target = File.Create(Path.Combine(config, name));
            source.CopyTo(target);
        }
    }
}
