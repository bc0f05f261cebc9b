using PluggableMQ.Client.Naming;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <summary>What producers, consumers and tools have in common (<c>ClientConfig</c> in RocketMQ). Read once, when they start.</summary>
/// <remarks>A property is named like RocketMQ's key, with a capital letter. Times are in milliseconds.</remarks>
public sealed class MqClientOptions
{
    /// <summary>The NameServers, as <c>host:port;host:port</c>; null leaves them to the address lookup. The form
    /// <c>http://MQ_INST_id.host:port</c> also sets the namespace. Default: null.</summary>
    public string? NamesrvAddr { get; set; }

    /// <summary>This machine's address as shown in the client id; null picks a local one. Default: null.</summary>
    public string? ClientIP { get; set; }

    /// <summary>Distinguishes clients of one machine. <c>DEFAULT</c> becomes <c>pid#nanoseconds</c> at start, which gives each producer or
    /// consumer connections of its own; those that name the same instance share them. Default: <c>DEFAULT</c>.</summary>
    public string InstanceName { get; set; } = ClientIds.DefaultInstance;

    /// <summary>RocketMQ's unit name: a part of the client id and of the address lookup. Default: null.</summary>
    public string? UnitName { get; set; }

    /// <summary>Whether sends and heartbeats are marked as unit mode. Default: false.</summary>
    public bool UnitMode { get; set; }

    /// <summary>Put before topics and groups on the wire as <c>namespace%name</c>, and taken off again. Default: null, or what
    /// <see cref="NamesrvAddr"/> implies.</summary>
    public string? Namespace { get; set; }

    /// <summary>How often routes are fetched again, in milliseconds. Default: 30000.</summary>
    public int PollNameServerInterval { get; set; } = 30_000;

    /// <summary>How often heartbeats are sent, and brokers without a route forgotten, in milliseconds. Default: 30000.</summary>
    public int HeartbeatBrokerInterval { get; set; } = 30_000;

    /// <summary>The time limit of route queries, heartbeats, unregistration and address lookups, in milliseconds. Default: 3000.</summary>
    public int MqClientApiTimeout { get; set; } = 3_000;

    /// <summary>Whether sends, queries and offset requests go to the broker's port minus two (<c>vipChannelEnabled</c>). Pulls never do.
    /// Default: false.</summary>
    public bool VipChannelEnabled { get; set; }

    /// <summary>How many asynchronous sends may be on their way at once (<c>clientAsyncSemaphoreValue</c>). Further ones wait for a place,
    /// within their own time limit. Default: 65535.</summary>
    public int ClientAsyncSemaphoreValue { get; set; } = 65_535;

    /// <summary>The same for one-way sends (<c>clientOnewaySemaphoreValue</c>). Default: 65535.</summary>
    public int ClientOnewaySemaphoreValue { get; set; } = 65_535;

    /// <summary>How request headers are encoded (<c>rocketmq.serialize.type</c>); answers are read in either form. Default: JSON.</summary>
    public SerializeType SerializeType { get; set; } = SerializeType.Json;

    /// <summary>Whether code that awaits a send or a pull continues on the thread that received the answer. Saves a thread hop for each call;
    /// that code must then never block, for it holds back all answers behind it. Default: false.</summary>
    public bool InlineContinuations { get; set; }

    /// <summary>A copy, so that what is read at the start stays as it was.</summary>
    internal MqClientOptions Clone() => (MqClientOptions)MemberwiseClone();
}
