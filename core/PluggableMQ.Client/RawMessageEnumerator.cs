using PluggableMQ.Client.Pulling;
using PluggableMQ.Protocol;

namespace PluggableMQ.Client;

/// <summary>Walks the records of a pull in place.</summary>
public ref struct RawMessageEnumerator
{
    private readonly ReadOnlySpan<byte> _records;
    private readonly TagFilter _filter;
    private int _position;
    private RawMessage _current;

    internal RawMessageEnumerator(ReadOnlySpan<byte> records, TagFilter filter)
    {
        _records = records;
        _filter = filter;
    }

    /// <summary>The record that <see cref="MoveNext"/> went to.</summary>
    public readonly RawMessage Current => _current;

    /// <summary>Goes to the next record that matches.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="MqProtocolException">What follows is not a whole record.</exception>
    public bool MoveNext()
    {
        while (_position < _records.Length)
        {
            var record = _records[_position..];
            if (!MessageCodec.TryReadHeader(record, out var header))
                throw new MqProtocolException($"No whole message record begins at byte {_position} of the {_records.Length} that were pulled.", null);
            _position += header.TotalSize;
            _current = new RawMessage(record[..header.TotalSize], header);
            if (_filter.Matches(_current.Properties)) return true;
        }

        return false;
    }
}
