namespace PluggableMQ.PluginShared.Sockets;

/// <summary>What every transport on Kestrel's sockets can be told; an options class adds its own.</summary>
internal abstract class SocketSettings
{
    /// <summary>Connections that may wait to be accepted. Default 1024, as RocketMQ has it.</summary>
    public int Backlog { get; set; } = 1024;

    /// <summary>Queues that socket work is spread over. Default 0: the thread pool.</summary>
    public int IoQueueCount { get; set; }

    /// <summary>Whether code behind a socket runs on the socket's thread. Default false.</summary>
    public bool InlineScheduling { get; set; }

    /// <summary>Whether a receive buffer is taken only when data is there. Default false.</summary>
    public bool WaitForData { get; set; }

    /// <summary>Bytes received ahead of the reader. Default 128 KiB.</summary>
    public int MaxReadBufferSize { get; set; } = 128 * 1024;

    /// <summary>Bytes written ahead of the socket. Default 128 KiB.</summary>
    public int MaxWriteBufferSize { get; set; } = 128 * 1024;

    /// <summary>Milliseconds until an attempt to connect is given up. Default 10,000.</summary>
    public int ConnectTimeout { get; set; } = 10_000;

    /// <summary>Everything that is wrong, for hosts that hand options over in code.</summary>
    public virtual IReadOnlyList<string> Validate()
    {
        var failures = new List<string>();
        Check(nameof(Backlog), Backlog, 1, 65535);
        Check(nameof(IoQueueCount), IoQueueCount, 0, 64);
        Check(nameof(MaxReadBufferSize), MaxReadBufferSize, 4096, 67108864);
        Check(nameof(MaxWriteBufferSize), MaxWriteBufferSize, 4096, 67108864);
        Check(nameof(ConnectTimeout), ConnectTimeout, 1, 600_000);
        return failures;

        void Check(string name, int value, int minimum, int maximum)
        {
            if (value < minimum || value > maximum)
                failures.Add($"{char.ToLowerInvariant(name[0])}{name[1..]} is {value}; it must be between {minimum} and {maximum}.");
        }
    }
}
