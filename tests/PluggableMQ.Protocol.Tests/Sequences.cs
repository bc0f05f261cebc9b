using System.Buffers;

namespace PluggableMQ.Protocol.Tests;

/// <summary>Makes sequences of several segments.</summary>
internal static class Sequences
{
    /// <summary>Segments of the given lengths; the rest is the last one.</summary>
    public static ReadOnlySequence<byte> Split(ReadOnlyMemory<byte> bytes, params ReadOnlySpan<int> lengths)
    {
        var first = new Segment(bytes[..Math.Min(lengths[0], bytes.Length)], null);
        var last = first;
        bytes = bytes[first.Memory.Length..];
        foreach (var length in lengths[1..])
        {
            last = new Segment(bytes[..Math.Min(length, bytes.Length)], last);
            bytes = bytes[last.Memory.Length..];
        }

        last = new Segment(bytes, last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Segments of one length each.</summary>
    public static ReadOnlySequence<byte> Chop(ReadOnlyMemory<byte> bytes, int length)
    {
        var lengths = new int[(bytes.Length / length) + 1];
        Array.Fill(lengths, length);
        return Split(bytes, lengths);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null) return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
