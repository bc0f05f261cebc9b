using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of a send request (10, 310, 320, 324, 325) as the broker reads it: nothing is allocated, text stays UTF-8.</summary>
/// <remarks>The spans lie in the request's <see cref="HeaderFields"/> and are valid as long as those do not change.</remarks>
public ref struct SendMessageRequestView
{
    // The letters a to h are required.
    private const int RequiredFields = 0xFF;

    /// <summary>The producer group.</summary>
    public ReadOnlySpan<byte> ProducerGroup { get; private set; }

    /// <summary>The topic.</summary>
    public ReadOnlySpan<byte> Topic { get; private set; }

    /// <summary>The template for a topic that does not exist yet.</summary>
    public ReadOnlySpan<byte> DefaultTopic { get; private set; }

    /// <summary>How many queues a topic made from the template should have.</summary>
    public int DefaultTopicQueueNums { get; private set; }

    /// <summary>The queue; negative for any.</summary>
    public int QueueId { get; private set; }

    /// <summary>The bits of <see cref="MessageSysFlag"/>.</summary>
    public int SysFlag { get; private set; }

    /// <summary>The producer's clock, in milliseconds since 1970 UTC.</summary>
    public long BornTimestamp { get; private set; }

    /// <summary>The user's flag.</summary>
    public int Flag { get; private set; }

    /// <summary>The properties text; empty when absent.</summary>
    public ReadOnlySpan<byte> Properties { get; private set; }

    /// <summary>How often the message was sent back; 0 when absent.</summary>
    public int ReconsumeTimes { get; private set; }

    /// <summary>Unit mode.</summary>
    public bool UnitMode { get; private set; }

    /// <summary>The most reconsume times, or null when absent.</summary>
    public int? MaxReconsumeTimes { get; private set; }

    /// <summary>Whether the body is a batch.</summary>
    public bool IsBatch { get; private set; }

    /// <summary>The name of the broker that the queue belongs to; empty when absent.</summary>
    public ReadOnlySpan<byte> BrokerName { get; private set; }

    /// <summary>Reads the header.</summary>
    /// <param name="requestCode">The request's code, which decides between long and short names.</param>
    /// <param name="fields">The request's fields.</param>
    /// <param name="view">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(int requestCode, HeaderFields fields, out SendMessageRequestView view, [NotNullWhen(false)] out string? error)
    {
        view = default;
        var shortNames = SendMessageFieldNames.AreShort(requestCode);
        var seen = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            var name = fields.GetName(i);
            var letter = shortNames ? ToLetter(name) : SendMessageFieldNames.ToLetter(name);
            if (letter == 0) continue;
            var value = fields.GetValue(i);
            if (!view.TrySet(letter, value))
            {
                error = FieldReader.NotANumber(name, value);
                return false;
            }

            seen |= 1 << (letter - 'a');
        }

        error = (seen & RequiredFields) == RequiredFields ? null : DescribeMissing(seen, shortNames);
        return error is null;
    }

    private bool TrySet(byte letter, ReadOnlySpan<byte> value)
    {
        int number;
        switch (letter)
        {
            case (byte)'a': ProducerGroup = value; return true;
            case (byte)'b': Topic = value; return true;
            case (byte)'c': DefaultTopic = value; return true;
            case (byte)'d':
                if (!TryParse(value, out number)) return false;
                DefaultTopicQueueNums = number;
                return true;
            case (byte)'e':
                if (!TryParse(value, out number)) return false;
                QueueId = number;
                return true;
            case (byte)'f':
                if (!TryParse(value, out number)) return false;
                SysFlag = number;
                return true;
            case (byte)'g':
                if (!HeaderFields.TryParseInt64(value, out var time)) return false;
                BornTimestamp = time;
                return true;
            case (byte)'h':
                if (!TryParse(value, out number)) return false;
                Flag = number;
                return true;
            case (byte)'i': Properties = value; return true;
            case (byte)'j':
                if (!TryParse(value, out number)) return false;
                ReconsumeTimes = number;
                return true;
            case (byte)'k': UnitMode = IsTrue(value); return true;
            case (byte)'l':
                if (!TryParse(value, out number)) return false;
                MaxReconsumeTimes = number;
                return true;
            case (byte)'m': IsBatch = IsTrue(value); return true;
            default: BrokerName = value; return true;
        }
    }

    private static byte ToLetter(ReadOnlySpan<byte> name) => name is [>= (byte)'a' and <= (byte)'n'] ? name[0] : (byte)0;

    private static bool TryParse(ReadOnlySpan<byte> text, out int value)
        => Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;

    private static bool IsTrue(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text, "true"u8);

    private static string DescribeMissing(int seen, bool shortNames)
    {
        var letter = (byte)('a' + System.Numerics.BitOperations.TrailingZeroCount(~seen & RequiredFields));
        return FieldReader.IsNull(shortNames ? [letter] : SendMessageFieldNames.ToLongName(letter));
    }
}
