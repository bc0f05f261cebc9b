namespace PluggableMQ.Protocol.Headers;

/// <summary>The long (V1) and short (V2) names of the send header's fields. Each field is known by its short name's letter.</summary>
internal static class SendMessageFieldNames
{
    /// <summary>Whether a request code carries the short names: 310, 320 and 325; 10 and 324 carry the long ones.</summary>
    public static bool AreShort(int requestCode)
        => requestCode is RequestCode.SendMessageV2 or RequestCode.SendBatchMessage or RequestCode.SendReplyMessageV2;

    /// <summary>The letter of a long name; 0 when it is not one of the send header's.</summary>
    public static byte ToLetter(ReadOnlySpan<byte> name)
    {
        var letter = name.Length switch
        {
            4 => (byte)'h',
            5 => name[0] switch { (byte)'t' => (byte)'b', _ => name[1] == (byte)'a' ? (byte)'m' : (byte)'n' },
            7 => name[0] == (byte)'q' ? (byte)'e' : (byte)'f',
            8 => (byte)'k',
            10 => (byte)'i',
            12 => (byte)'c',
            13 => name[0] == (byte)'p' ? (byte)'a' : (byte)'g',
            14 => (byte)'j',
            17 => (byte)'l',
            21 => (byte)'d',
            _ => (byte)0,
        };
        return letter != 0 && name.SequenceEqual(ToLongName(letter)) ? letter : (byte)0;
    }

    /// <summary>The long name of a letter.</summary>
    public static ReadOnlySpan<byte> ToLongName(byte letter) => letter switch
    {
        (byte)'a' => "producerGroup"u8,
        (byte)'b' => "topic"u8,
        (byte)'c' => "defaultTopic"u8,
        (byte)'d' => "defaultTopicQueueNums"u8,
        (byte)'e' => "queueId"u8,
        (byte)'f' => "sysFlag"u8,
        (byte)'g' => "bornTimestamp"u8,
        (byte)'h' => "flag"u8,
        (byte)'i' => "properties"u8,
        (byte)'j' => "reconsumeTimes"u8,
        (byte)'k' => "unitMode"u8,
        (byte)'l' => "maxReconsumeTimes"u8,
        (byte)'m' => "batch"u8,
        _ => "bname"u8,
    };
}
