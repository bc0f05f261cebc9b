using Microsoft.Extensions.Logging;
using PluggableMQ.Broker.Persistence;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Broker.Delay;

/// <summary>How far each delay queue has been delivered, kept in <c>delayOffset.json</c>.</summary>
internal sealed class DelayOffsets
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, long> _offsets = [];
    private readonly ConfigFile _file;
    private readonly ILogger<DelayOffsets> _logger;

    public DelayOffsets(BrokerFiles files, ILogger<DelayOffsets> logger)
    {
        _file = files.DelayOffsets;
        _logger = logger;
    }

    /// <summary>The next queue offset to deliver of a level.</summary>
    public long this[int level]
    {
        get
        {
            lock (_gate) return _offsets.GetValueOrDefault(level);
        }

        set
        {
            lock (_gate) _offsets[level] = value;
        }
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">The file and its backup are broken.</exception>
    public void Load()
    {
        if (_file.Read(static bytes => DelayOffsetTable.Decode(bytes)) is not { } saved) return;
        foreach (var (level, offset) in saved.OffsetTable) this[level] = offset;
    }

    /// <summary>The offsets of the levels that have delivered something.</summary>
    public DelayOffsetTable GetSnapshot()
    {
        lock (_gate) return new DelayOffsetTable { OffsetTable = new SortedDictionary<int, long>(_offsets) };
    }

    /// <summary>Writes the file.</summary>
    public void Save()
    {
        try
        {
            _file.Write(GetSnapshot().EncodePretty());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            BrokerLog.ConfigNotSaved(_logger, _file.FilePath, e);
        }
    }
}
