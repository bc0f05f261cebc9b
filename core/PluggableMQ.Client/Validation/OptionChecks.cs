using PluggableMQ.Client.Naming;

namespace PluggableMQ.Client.Validation;

/// <summary>Checks of settings; every error is named at once.</summary>
internal static class OptionChecks
{
    public static void Check(MqClientOptions options) => GetErrors(options).Throw();

    public static void Check(MqClientOptions client, ProducerOptions options)
    {
        var errors = GetErrors(client);
        errors.Range(options.SendMsgTimeout, 1);
        errors.Range(options.CompressMsgBodyOverHowmuch, 1);
        errors.Range(options.CompressLevel, 0, 9);
        errors.Range(options.RetryTimesWhenSendFailed, 0, 1000);
        errors.Range(options.RetryTimesWhenSendAsyncFailed, 0, 1000);
        errors.Range(options.MaxMessageSize, 1);
        errors.Range(options.DefaultTopicQueueNums, 1);
        errors.Throw();
    }

    public static void Check(MqClientOptions client, PullConsumerOptions options)
    {
        var errors = GetErrors(client);
        errors.Range(options.BrokerSuspendMaxTimeMillis, 1);
        // Else every pull that the broker holds would time out at the client first.
        errors.Range(options.ConsumerTimeoutMillisWhenSuspend, options.BrokerSuspendMaxTimeMillis);
        errors.Range(options.ConsumerPullTimeoutMillis, 1);
        errors.Range(options.MaxDecompressedSize, 1);
        errors.Throw();
    }

    private static OptionErrors GetErrors(MqClientOptions options)
    {
        var errors = new OptionErrors();
        errors.Range(options.PollNameServerInterval, 1);
        errors.Range(options.HeartbeatBrokerInterval, 1);
        errors.Range(options.MqClientApiTimeout, 1);
        errors.Range(options.ClientAsyncSemaphoreValue, 1);
        errors.Range(options.ClientOnewaySemaphoreValue, 1);
        errors.Add(string.IsNullOrWhiteSpace(options.InstanceName) ? "instanceName is blank; leave it out for DEFAULT" : null);
        errors.Add(NameServerAddress.Check(options.NamesrvAddr));
        return errors;
    }
}
