using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Testing;

namespace PluggableMQ.Tracing.OpenTelemetry.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("grpc", "", "http://localhost:4317/")]
    [InlineData("http/protobuf", "", "http://localhost:4318/v1/traces")]
    [InlineData("http/protobuf", "https://collector:443", "https://collector/v1/traces")]
    [InlineData("http/protobuf", "http://collector/otlp/traces", "http://collector/otlp/traces")]
    [InlineData("grpc", "http://collector:4317", "http://collector:4317/")]
    public void Read_Endpoint_IsCompletedByTheProtocol(string protocol, string endpoint, string expected)
    {
        var harness = new PluginHarness(new OpenTelemetryPlugin(), ("protocol", protocol), ("endpoint", endpoint));

        Assert.Equal(new Uri(expected), OpenTelemetryOptions.Read(harness.Options).Endpoint);
    }

    [Fact]
    public void Read_WrongOptions_AreAllNamedAndNoSecretIsShown()
    {
        var failure = Assert.Throws<PluginConfigurationException>(() => new PluginHarness(
            new OpenTelemetryPlugin(), ("protocol", "udp"), ("endpoint", "localhost:4317"), ("samplerRatio", "2"), ("timeout", "1"), ("headers:api-key", "se\ncret")));

        Assert.Equal(5, failure.Failures.Count);
        Assert.DoesNotContain("cret", failure.Message.Replace("(secret)", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
