namespace PluggableMQ.Protocol;

/// <summary>How a frame's header is encoded: the high byte of the header length field.</summary>
public enum SerializeType : byte
{
    /// <summary>A JSON object.</summary>
    Json = 0,

    /// <summary>RocketMQ's binary header.</summary>
    RocketMq = 1,
}
