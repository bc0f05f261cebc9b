using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Tests;

/// <summary>The defaults are Java's.</summary>
public sealed class OptionDefaultsTests
{
    [Fact]
    public void MqClientOptions_Defaults_AreJavas()
    {
        var options = new MqClientOptions();
        Assert.Null(options.NamesrvAddr);
        Assert.Null(options.ClientIP);
        Assert.Equal("DEFAULT", options.InstanceName);
        Assert.Null(options.UnitName);
        Assert.False(options.UnitMode);
        Assert.Null(options.Namespace);
        Assert.Equal(30_000, options.PollNameServerInterval);
        Assert.Equal(30_000, options.HeartbeatBrokerInterval);
        Assert.Equal(3_000, options.MqClientApiTimeout);
        Assert.False(options.VipChannelEnabled);
        Assert.Equal(65_535, options.ClientAsyncSemaphoreValue);
        Assert.Equal(65_535, options.ClientOnewaySemaphoreValue);
        Assert.Equal(SerializeType.Json, options.SerializeType);
    }

    [Fact]
    public void ProducerOptions_Defaults_AreJavas()
    {
        var options = new ProducerOptions();
        Assert.Equal(3_000, options.SendMsgTimeout);
        Assert.Equal(4_096, options.CompressMsgBodyOverHowmuch);
        Assert.Equal(5, options.CompressLevel);
        Assert.Equal(2, options.RetryTimesWhenSendFailed);
        Assert.Equal(2, options.RetryTimesWhenSendAsyncFailed);
        Assert.False(options.RetryAnotherBrokerWhenNotStoreOK);
        Assert.Equal(4_194_304, options.MaxMessageSize);
        Assert.Equal("TBW102", options.CreateTopicKey);
        Assert.Equal(4, options.DefaultTopicQueueNums);
        Assert.Equal([1, 14, 16, 17, 204, 205], options.RetryResponseCodes.Order());
    }

    [Fact]
    public void PullConsumerOptions_Defaults_AreJavas()
    {
        var options = new PullConsumerOptions();
        Assert.Equal(MessageModel.Clustering, options.MessageModel);
        Assert.Equal(20_000, options.BrokerSuspendMaxTimeMillis);
        Assert.Equal(30_000, options.ConsumerTimeoutMillisWhenSuspend);
        Assert.Equal(10_000, options.ConsumerPullTimeoutMillis);
        Assert.Empty(options.RegisterTopics);
    }
}
