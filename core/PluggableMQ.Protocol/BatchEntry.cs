namespace PluggableMQ.Protocol;

/// <summary>One message of a batch. The places count from the batch's first byte.</summary>
public readonly ref struct BatchEntry
{
    private readonly ReadOnlySpan<byte> _batch;

    internal BatchEntry(ReadOnlySpan<byte> batch, int flag, int bodyStart, int bodyLength, int propertiesStart, int propertiesLength)
    {
        _batch = batch;
        Flag = flag;
        BodyStart = bodyStart;
        BodyLength = bodyLength;
        PropertiesStart = propertiesStart;
        PropertiesLength = propertiesLength;
    }

    /// <summary>The user's flag.</summary>
    public int Flag { get; }

    /// <summary>Where the body begins.</summary>
    public int BodyStart { get; }

    /// <summary>The body's length.</summary>
    public int BodyLength { get; }

    /// <summary>Where the properties begin.</summary>
    public int PropertiesStart { get; }

    /// <summary>The properties' length.</summary>
    public int PropertiesLength { get; }

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Body => _batch.Slice(BodyStart, BodyLength);

    /// <summary>The properties text in UTF-8.</summary>
    public ReadOnlySpan<byte> Properties => _batch.Slice(PropertiesStart, PropertiesLength);
}
