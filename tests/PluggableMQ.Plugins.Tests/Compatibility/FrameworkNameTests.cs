using PluggableMQ.Plugins.Compatibility;

namespace PluggableMQ.Plugins.Tests.Compatibility;

public class FrameworkNameTests
{
    private static readonly Version Running = new(10, 0, 12);

    [Theory]
    [InlineData(null)]
    [InlineData(".NETCoreApp,Version=v10.0")]
    [InlineData(".NETCoreApp,Version=v8.0")]
    [InlineData(".NETStandard,Version=v2.0")]
    public void Explain_Fitting_SaysNothing(string? name) => Assert.Null(FrameworkName.Explain(name, Running));

    [Theory]
    [InlineData(".NETCoreApp,Version=v11.0")]
    [InlineData(".NETFramework,Version=v4.8")]
    [InlineData(".NETStandard,Version=v2.2")]
    [InlineData("nonsense")]
    public void Explain_NotFitting_NamesBoth(string name)
        => Assert.Equal($"was built for {name}, this host runs .NET 10.0", FrameworkName.Explain(name, Running));
}
