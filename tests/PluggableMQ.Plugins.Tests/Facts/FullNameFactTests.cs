using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Plugins.Tests.Checking;

namespace PluggableMQ.Plugins.Tests.Facts;

/// <summary>Why shared names are bound without their version.</summary>
/// <remarks>In a process of its own: a test runner answers what the default context cannot.</remarks>
public sealed class FullNameFactTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LoadFromAssemblyName_HigherVersion_ThrowsAndWhatSwallowsThatCannotCast()
    {
        var folder = _folder.Add("Fixtures.Alpha");
        var copy = Path.Combine(folder, "PluggableMQ.Abstractions.dll");
        File.Copy(typeof(IPlugin).Assembly.Location, copy);
        PlantedFault.Rewrite(copy, a => a.Name.Version = new Version(9, 0, 0, 0));
        PlantedFault.Rewrite(
            Path.Combine(folder, "Fixtures.Alpha.dll"),
            a => a.MainModule.AssemblyReferences.Single(r => r.Name == "PluggableMQ.Abstractions").Version = new Version(9, 0, 0, 0));

        var (exitCode, output) = await MapperProcess.RunAsync(_folder.Root, "fullname");

        Assert.Equal(
            "full name: IOException\nsimple name: the host's\nimplements PluggableMQ.Abstractions.Plugins.IPlugin\ncast: InvalidCastException\n",
            output.ReplaceLineEndings("\n"));
        Assert.Equal(0, exitCode);
    }
}
