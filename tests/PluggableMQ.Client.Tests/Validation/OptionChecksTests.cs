using PluggableMQ.Client.Validation;

namespace PluggableMQ.Client.Tests.Validation;

public sealed class OptionChecksTests
{
    [Fact]
    public void Check_Defaults_AreAcceptable()
    {
        OptionChecks.Check(new MqClientOptions());
        OptionChecks.Check(new MqClientOptions(), new ProducerOptions());
        OptionChecks.Check(new MqClientOptions(), new PullConsumerOptions());
    }

    [Fact]
    public void Check_SeveralErrors_AreNamedAtOnceByTheirKeys()
    {
        var client = new MqClientOptions { NamesrvAddr = "a:1;nowhere", InstanceName = " ", HeartbeatBrokerInterval = 0 };
        var producer = new ProducerOptions { CompressLevel = 10, SendMsgTimeout = -1 };

        var text = Assert.Throws<MqIllegalArgumentException>(() => OptionChecks.Check(client, producer)).Message;

        Assert.Contains("heartbeatBrokerInterval is 0; it must be at least 1", text, StringComparison.Ordinal);
        Assert.Contains("instanceName is blank", text, StringComparison.Ordinal);
        Assert.Contains("'nowhere' is not an address", text, StringComparison.Ordinal);
        Assert.Contains("compressLevel is 10; it must be from 0 to 9", text, StringComparison.Ordinal);
        Assert.Contains("sendMsgTimeout is -1; it must be at least 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_BrokerMayHoldLongerThanTheClientWaits_IsRefused()
    {
        var options = new PullConsumerOptions { BrokerSuspendMaxTimeMillis = 20_000, ConsumerTimeoutMillisWhenSuspend = 19_999 };
        var text = Assert.Throws<MqIllegalArgumentException>(() => OptionChecks.Check(new MqClientOptions(), options)).Message;
        Assert.Contains("consumerTimeoutMillisWhenSuspend is 19999; it must be at least 20000", text, StringComparison.Ordinal);
    }
}
