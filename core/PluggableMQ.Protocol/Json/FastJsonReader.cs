using System.Text;

namespace PluggableMQ.Protocol.Json;

/// <summary>A forward reader of JSON as Java's fastjson writes and tolerates it.</summary>
/// <remarks>
/// <para>Works on the bytes as they are and keeps nothing but positions, so that a body costs what its objects cost. Everything it cannot
/// read ends in an <see cref="InvalidDataException"/> that names the byte.</para>
/// <para>Use: <c>for (var resume = reader.BeginObject(); reader.NextMember(resume);)</c>, and in the loop read or skip the value. A reference
/// (<c>{"$ref":"$.a"}</c>) is followed by <c>Begin...</c>: the value is read at its target, and the end of it leads back.</para>
/// </remarks>
internal ref partial struct FastJsonReader
{
    // An object or array that means something takes, with its key, sixteen bytes on average. More objects than that are padding of the
    // kind [{},{},...], made to cost a reader twenty times its size in memory.
    private const int BytesPerContainer = 16;
    private const int FreeContainers = 1024;

    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maxDepth;
    private int _position;
    private int _depth;
    private int _containers;
    private bool _wantsComma;
    private long _referenceWork;
    private int _resume;
    private ReadOnlySpan<byte> _key;
    private KeyForm _keyForm;

    /// <summary>Starts at the beginning of a text.</summary>
    public FastJsonReader(ReadOnlySpan<byte> json, int maxDepth = FastJson.DefaultMaxDepth)
    {
        _json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        _maxDepth = maxDepth;
    }

    private enum KeyForm
    {
        Plain,
        Escaped,
        Structure,
    }

    /// <summary>The kind of the next value, which is not read; a reference is of its target's kind.</summary>
    public FastJsonKind Peek()
    {
        SkipSpace();
        switch (Current())
        {
            case (byte)'{':
                var probe = this;
                if (!probe.TryFollowReference()) return FastJsonKind.Object;
                return probe.Current() == '[' ? FastJsonKind.Array : FastJsonKind.Object;
            case (byte)'[':
                return FastJsonKind.Array;
            case (byte)'"' or (byte)'\'':
                return FastJsonKind.Text;
            default:
                probe = this;
                probe.ReadScalar(out var scalar);
                return scalar switch
                {
                    Scalar.Null => FastJsonKind.Null,
                    Scalar.True or Scalar.False => FastJsonKind.Boolean,
                    _ => FastJsonKind.Number,
                };
        }
    }

    /// <summary>Enters an object. Returns what <see cref="NextMember"/> needs to leave it.</summary>
    public int BeginObject() => Begin((byte)'{', "an object");

    /// <summary>Enters an array. Returns what <see cref="NextItem"/> needs to leave it.</summary>
    public int BeginArray() => Begin((byte)'[', "an array");

    /// <summary>Goes to the value of the object's next member; at the object's end leaves it and returns false.</summary>
    public bool NextMember(int resume)
    {
        if (AtEnd((byte)'}', resume)) return false;
        ReadKey();
        SkipSpace();
        if (Current() != ':') throw Broken("expected ':' after a key");
        _position++;
        return true;
    }

    /// <summary>Goes to the array's next value; at the array's end leaves it and returns false.</summary>
    public bool NextItem(int resume) => !AtEnd((byte)']', resume);

    /// <summary>Whether the current member has this name, in any case (fastjson matches so, and some clients write PascalCase).</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _keyForm == KeyForm.Plain && Ascii.EqualsIgnoreCase(_key, name);

    /// <summary>The current member's key as text; a key that is an object gives its JSON.</summary>
    public readonly string KeyText() => _keyForm switch
    {
        KeyForm.Escaped => FastJsonString.Unescape(_key),
        KeyForm.Structure => Encoding.UTF8.GetString(FastJson.ToStandard(_key, _maxDepth)),
        _ => Encoding.UTF8.GetString(_key),
    };

    /// <summary>The current member's key as a number, quoted or not.</summary>
    public readonly long KeyInt64()
    {
        if (_keyForm == KeyForm.Plain && HeaderFields.TryParseInt64(_key, out var value)) return value;
        throw Broken("expected an integer as key");
    }

    /// <summary>The current member's key as a number, quoted or not.</summary>
    public readonly int KeyInt32()
    {
        var value = KeyInt64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Broken($"the key {value} exceeds 32 bits");
    }

    /// <summary>A reader of the current member's key: of the object that it is, or of the JSON that it holds as a text.</summary>
    public readonly FastJsonReader KeyReader()
        => new(_keyForm == KeyForm.Escaped ? Encoding.UTF8.GetBytes(FastJsonString.Unescape(_key)) : _key, _maxDepth);

    /// <summary>Leaves out the next value, whatever it is. References are not followed.</summary>
    public void Skip()
    {
        SkipSpace();
        switch (Current())
        {
            case (byte)'{':
                Enter();
                while (NextMember(-1)) Skip();
                break;
            case (byte)'[':
                Enter();
                while (NextItem(-1)) Skip();
                break;
            default:
                var token = ReadScalar(out var scalar);
                if (scalar == Scalar.Number) ParseDouble(token);
                break;
        }
    }

    /// <summary>Checks that nothing but white space is left.</summary>
    public void ExpectEnd()
    {
        SkipSpace();
        if (_position < _json.Length) throw Broken("unexpected text behind the value");
    }

    private int Begin(byte bracket, string what)
    {
        SkipSpace();
        var resume = -1;
        var follow = this;
        if (Current() == '{' && follow.TryFollowReference())
        {
            resume = follow._resume;
            this = follow;
        }

        if (Current() != bracket) throw Broken($"expected {what}");
        Enter();
        return resume;
    }

    private void Enter()
    {
        if (++_depth > _maxDepth) throw Broken($"values nest deeper than {_maxDepth}");
        if (++_containers > FreeContainers + (_json.Length / BytesPerContainer)) throw Broken("more objects than its length accounts for");
        _position++;
        _wantsComma = false;
    }

    private bool AtEnd(byte bracket, int resume)
    {
        var comma = SkipCommas();
        if (Current() != bracket)
        {
            if (_wantsComma && !comma) throw Broken($"expected ',' or '{(char)bracket}'");
            return false;
        }

        _position = resume >= 0 ? resume : _position + 1;
        _depth--;
        _wantsComma = true;
        return true;
    }

    private void ReadKey()
    {
        switch (Current())
        {
            case (byte)'"' or (byte)'\'':
                _key = ScanQuoted(out var escaped);
                _keyForm = escaped ? KeyForm.Escaped : KeyForm.Plain;
                break;
            case (byte)'{':
                var start = _position;
                Skip();
                _key = _json[start.._position];
                _keyForm = KeyForm.Structure;
                break;
            default:
                _key = ScanBare();
                _keyForm = KeyForm.Plain;
                break;
        }
    }

    private readonly byte Current() => _position < _json.Length ? _json[_position] : throw Broken("it is cut off");

    private readonly InvalidDataException Broken(string what) => new($"Broken JSON at byte {_position} of {_json.Length}: {what}.");
}
