using System.Globalization;

namespace PluggableMQ.Client;

/// <summary>A broker or NameServer answered with an error code (<c>MQBrokerException</c> in RocketMQ).</summary>
public sealed class MqServerException : MqClientException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="responseCode">The answer's code.</param>
    /// <param name="remark">The answer's text, or null.</param>
    /// <param name="address">Who answered, as <c>host:port</c>, or null when that is not known.</param>
    public MqServerException(int responseCode, string? remark, string? address)
        : base(Describe(responseCode, remark, address), responseCode, null)
    {
        Remark = remark;
        Address = address;
    }

    /// <summary>The answer's text, or null.</summary>
    public string? Remark { get; }

    /// <summary>Who answered, as <c>host:port</c>, or null when that is not known.</summary>
    public string? Address { get; }

    private static string Describe(int code, string? remark, string? address)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"CODE: {code}  DESC: {remark ?? Protocol.ResponseCode.GetName(code)}");
        return address is null ? text : $"{text} BROKER: {address}";
    }
}
