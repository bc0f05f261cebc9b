using System.Globalization;

namespace PluggableMQ.Protocol.Json;

/// <content>References: fastjson writes an object that it has met before as <c>{"$ref":"$.path"}</c>.</content>
internal ref partial struct FastJsonReader
{
    // Each reference costs a walk from the beginning. This bounds the sum of the walks, and with it what references that point to
    // references can grow to.
    private const long MaxReferenceWork = 32 * 1024 * 1024;

    /// <summary>When the object here is a reference: goes to its target and remembers where to resume.</summary>
    private bool TryFollowReference()
    {
        var probe = this;
        if (!probe.IsReference()) return false;
        probe.ReadKey();
        probe.SkipSpace();
        if (probe.Current() != ':') throw probe.Broken("expected ':' after a key");
        probe._position++;
        var path = probe.ReadString() ?? throw probe.Broken("a reference without path");
        probe.SkipSpace();
        if (probe.Current() != '}') throw probe.Broken("a reference with further members");
        var target = Locate(path);
        _resume = probe._position + 1;
        _position = target;
        return true;
    }

    /// <summary>Whether the object here is a reference; moves to its first member.</summary>
    private bool IsReference()
    {
        _position++;
        SkipSpace();
        return _json[_position..].StartsWith("\"$ref\""u8);
    }

    private int Locate(string path)
    {
        if (!path.StartsWith('$')) throw Broken($"the reference '{path}' is not a path from the root");
        var walker = new FastJsonReader(_json, _maxDepth);
        walker.SkipSpace();
        var at = 1;
        while (at < path.Length)
        {
            if (!walker.MoveTo(NextSegment(path, ref at))) throw Broken($"the reference '{path}' leads nowhere");
        }

        walker.SkipSpace();
        var target = walker._position;
        if (walker.Current() is not ((byte)'{' or (byte)'[')) throw Broken($"the reference '{path}' leads to no object or array");
        var nested = walker;
        if (walker.Current() == '{' && nested.IsReference()) throw Broken($"the reference '{path}' leads to another reference");
        walker.Skip();
        _referenceWork += walker._position;
        if (_referenceWork > MaxReferenceWork) throw Broken("more references than can be followed");
        return target;
    }

    private static string NextSegment(string path, ref int at)
    {
        if (path[at] == '[')
        {
            var close = path.IndexOf(']', at);
            if (close < 0) close = path.Length;
            var index = path[(at + 1)..close];
            at = Math.Min(close + 1, path.Length);
            return index;
        }

        if (path[at] == '.') at++;
        Span<char> name = new char[path.Length - at];
        var length = 0;
        while (at < path.Length && path[at] is not ('.' or '['))
        {
            // Characters that are special in a path stand behind a backslash.
            if (path[at] == '\\' && at + 1 < path.Length) at++;
            name[length++] = path[at++];
        }

        return new string(name[..length]);
    }

    /// <summary>Goes to the member or the element that a path's segment names.</summary>
    private bool MoveTo(string segment)
    {
        SkipSpace();
        if (Current() == '{')
        {
            Enter();
            while (NextMember(-1))
            {
                if (_keyForm != KeyForm.Structure && KeyText() == segment) return true;
                Skip();
            }

            return false;
        }

        if (Current() != '[' || !int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return false;
        Enter();
        while (NextItem(-1))
        {
            if (index-- == 0) return true;
            Skip();
        }

        return false;
    }
}
