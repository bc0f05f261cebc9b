using System.Buffers.Binary;
using System.Text;

namespace PluggableMQ.Storage.CommitLog.Tests.Support;

/// <summary>Reads a store's files by the reference alone: none of the store's own code.</summary>
internal static class RawStore
{
    public sealed record RawRecord(
        long Offset, int Size, uint Crc, int QueueId, int Flag, long QueueOffset, long PhysicalOffset, int SysFlag, long BornTimestamp, byte[] BornHost,
        long StoreTimestamp, byte[] StoreHost, int ReconsumeTimes, long PreparedOffset, byte[] Body, string Topic, string Properties)
    {
        public int Type => SysFlag & 0xC;

        public Dictionary<string, string> PropertyTable => Properties.Split('\u0002', StringSplitOptions.RemoveEmptyEntries)
            .Select(piece => piece.Split('\u0001')).Where(parts => parts is [_, not ""])
            // A batch's messages may have a property twice; the later one counts.
            .GroupBy(parts => parts[0]).ToDictionary(group => group.Key, group => group.Last()[1]);
    }

    public sealed record RawEntry(long Offset, int Size, long TagsCode);

    public sealed record RawIndex(long BeginTimestamp, long EndTimestamp, long BeginOffset, long EndOffset, int UsedSlots, int Count, int[] Slots, (int Hash, long Offset, int Seconds, int Previous)[] Entries);

    /// <summary>The records of the commit log, in order; stops at the first place without a record.</summary>
    public static List<RawRecord> ReadLog(string root)
    {
        var records = new List<RawRecord>();
        foreach (var path in Directory.GetFiles(Path.Combine(root, "commitlog")).Order(StringComparer.Ordinal))
        {
            var start = long.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(20, Path.GetFileName(path).Length);
            var bytes = File.ReadAllBytes(path);
            var position = 0;
            while (true)
            {
                var size = Int32(bytes, position);
                var magic = (uint)Int32(bytes, position + 4);
                if (magic == 0xCBD43194)
                {
                    Assert.Equal(bytes.Length - position, size);
                    break;
                }

                if (magic != 0xDAA320A7) return records;
                records.Add(ReadRecord(bytes.AsSpan(position, size), start + position));
                position += size;
            }
        }

        return records;
    }

    public static List<RawEntry> ReadQueue(string root, string topic, int queueId)
    {
        var entries = new List<RawEntry>();
        foreach (var path in Directory.GetFiles(Path.Combine(root, "consumequeue", topic, $"{queueId}")).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(path);
            for (var i = 0; i < bytes.Length; i += 20) entries.Add(new RawEntry(Int64(bytes, i), Int32(bytes, i + 8), Int64(bytes, i + 12)));
        }

        return entries;
    }

    public static RawIndex ReadIndex(string path, int slots, int entries)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.Equal(40 + (slots * 4) + (entries * 20), bytes.Length);
        var table = Enumerable.Range(0, slots).Select(i => Int32(bytes, 40 + (i * 4))).ToArray();
        var first = 40 + (slots * 4);
        var all = Enumerable.Range(0, entries).Select(i => first + (i * 20)).Select(at => (Int32(bytes, at), Int64(bytes, at + 4), Int32(bytes, at + 12), Int32(bytes, at + 16))).ToArray();
        return new RawIndex(Int64(bytes, 0), Int64(bytes, 8), Int64(bytes, 16), Int64(bytes, 24), Int32(bytes, 32), Int32(bytes, 36), table, all);
    }

    public static long[] ReadCheckpoint(string root)
    {
        var bytes = File.ReadAllBytes(Path.Combine(root, "checkpoint"));
        Assert.Equal(4096, bytes.Length);
        return [Int64(bytes, 0), Int64(bytes, 8), Int64(bytes, 16)];
    }

    /// <summary>Java's String.hashCode.</summary>
    public static int JavaHash(string text) => text.Aggregate(0, (hash, unit) => unchecked((hash * 31) + unit));

    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private static RawRecord ReadRecord(ReadOnlySpan<byte> bytes, long offset)
    {
        var sysFlag = Int32(bytes, 36);
        var bornLength = (sysFlag & 0x10) != 0 ? 20 : 8;
        var storeLength = (sysFlag & 0x20) != 0 ? 20 : 8;
        var at = 48 + bornLength;
        var storeTimestamp = Int64(bytes, at);
        var storeHost = bytes.Slice(at + 8, storeLength).ToArray();
        at += 8 + storeLength;
        var bodyLength = Int32(bytes, at + 12);
        var body = bytes.Slice(at + 16, bodyLength).ToArray();
        var topicAt = at + 16 + bodyLength;
        var topicLength = bytes[topicAt];
        var topic = Encoding.UTF8.GetString(bytes.Slice(topicAt + 1, topicLength));
        var propertiesAt = topicAt + 1 + topicLength;
        var propertiesLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[propertiesAt..]);
        Assert.Equal(bytes.Length, propertiesAt + 2 + propertiesLength);
        return new RawRecord(
            offset, bytes.Length, (uint)Int32(bytes, 8), Int32(bytes, 12), Int32(bytes, 16), Int64(bytes, 20), Int64(bytes, 28), sysFlag, Int64(bytes, 40),
            bytes.Slice(48, bornLength).ToArray(), storeTimestamp, storeHost, Int32(bytes, at), Int64(bytes, at + 4), body, topic,
            Encoding.UTF8.GetString(bytes.Slice(propertiesAt + 2, propertiesLength)));
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64BigEndian(bytes[at..]);
}
