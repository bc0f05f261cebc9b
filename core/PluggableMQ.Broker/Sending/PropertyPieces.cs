namespace PluggableMQ.Broker.Sending;

/// <summary>Walks over the pieces of a properties text that have a name and a value, as Java's parser keeps them.</summary>
internal ref struct PropertyPieces
{
    private readonly ReadOnlySpan<byte> _text;
    private int _next;

    public PropertyPieces(ReadOnlySpan<byte> text)
    {
        _text = text;
        Current = default;
    }

    public Range Current { get; private set; }

    public readonly PropertyPieces GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_next < _text.Length)
        {
            var start = _next;
            var length = _text[start..].IndexOf((byte)2);
            var end = length < 0 ? _text.Length : start + length;
            _next = end + 1;
            var nameLength = _text[start..end].IndexOf((byte)1);
            if (nameLength <= 0 || nameLength >= end - start - 1) continue;
            Current = start..end;
            return true;
        }

        return false;
    }
}
