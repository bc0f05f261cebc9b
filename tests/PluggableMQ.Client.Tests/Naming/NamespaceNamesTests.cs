using PluggableMQ.Client.Naming;

namespace PluggableMQ.Client.Tests.Naming;

public sealed class NamespaceNamesTests
{
    [Theory]
    [InlineData("T", "ns%T")]
    [InlineData("%RETRY%G", "%RETRY%ns%G")]
    [InlineData("%DLQ%G", "%DLQ%ns%G")]
    [InlineData("ns%T", "ns%T")]
    [InlineData("%RETRY%ns%G", "%RETRY%ns%G")]
    [InlineData("other%T", "ns%other%T")]
    public void Wrap_UserName_GetsTheNamespaceBehindItsPrefix(string name, string expected) => Assert.Equal(expected, NamespaceNames.Wrap("ns", name));

    [Theory]
    [InlineData("")]
    [InlineData("TBW102")]
    [InlineData("RMQ_SYS_TRACE_TOPIC")]
    [InlineData("rmq_sys_anything")]
    [InlineData("CID_RMQ_SYS_TRANS")]
    public void Wrap_SystemName_Stays(string name) => Assert.Equal(name, NamespaceNames.Wrap("ns", name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Wrap_NoNamespace_Stays(string? ns) => Assert.Equal("T", NamespaceNames.Wrap(ns, "T"));

    [Theory]
    [InlineData("ns%T", "T")]
    [InlineData("%RETRY%ns%G", "%RETRY%G")]
    [InlineData("%DLQ%ns%G", "%DLQ%G")]
    [InlineData("other%T", "other%T")]
    [InlineData("nsT", "nsT")]
    [InlineData("T", "T")]
    public void Unwrap_WireName_LosesOnlyThisNamespace(string name, string expected) => Assert.Equal(expected, NamespaceNames.Unwrap("ns", name));
}
