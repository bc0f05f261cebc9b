using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PluggableMQ.Protocol.Headers;

/// <summary>The header of a pull request as the broker reads it: nothing is allocated, text stays UTF-8.</summary>
/// <remarks>Code 11, and 361 of 5.x lite pull, which is the same. The spans lie in the request's <see cref="HeaderFields"/> and are valid as long as those do not change.</remarks>
public ref struct PullMessageRequestView
{
    private const int RequiredFields = 0x1FF;

    /// <summary>The consumer group.</summary>
    public ReadOnlySpan<byte> ConsumerGroup { get; private set; }

    /// <summary>The topic.</summary>
    public ReadOnlySpan<byte> Topic { get; private set; }

    /// <summary>The queue.</summary>
    public int QueueId { get; private set; }

    /// <summary>The first queue offset wanted.</summary>
    public long QueueOffset { get; private set; }

    /// <summary>How many messages at most.</summary>
    public int MaxMsgNums { get; private set; }

    /// <summary>The bits of <see cref="PullSysFlag"/>.</summary>
    public int SysFlag { get; private set; }

    /// <summary>The consumer's progress, to be recorded when <see cref="PullSysFlag.CommitOffset"/> is set.</summary>
    public long CommitOffset { get; private set; }

    /// <summary>How long the broker may hold the request, in milliseconds.</summary>
    public long SuspendTimeoutMillis { get; private set; }

    /// <summary>The version of the subscription.</summary>
    public long SubVersion { get; private set; }

    /// <summary>The filter expression, when <see cref="PullSysFlag.Subscription"/> is set; empty when absent.</summary>
    public ReadOnlySpan<byte> Subscription { get; private set; }

    /// <summary>The kind of the expression (<c>TAG</c>, <c>SQL92</c>); empty when absent, which means TAG.</summary>
    public ReadOnlySpan<byte> ExpressionType { get; private set; }

    /// <summary>Reads the header.</summary>
    /// <param name="fields">The request's fields.</param>
    /// <param name="view">The header.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    public static bool TryRead(HeaderFields fields, out PullMessageRequestView view, [NotNullWhen(false)] out string? error)
    {
        view = default;
        var seen = 0;
        for (var i = 0; i < fields.Count; i++)
        {
            var name = fields.GetName(i);
            var field = Identify(name);
            if (field < 0) continue;
            if (!view.TrySet(field, fields.GetValue(i)))
            {
                error = FieldReader.NotANumber(name, fields.GetValue(i));
                return false;
            }

            seen |= 1 << field;
        }

        var missing = ~seen & RequiredFields;
        error = missing == 0 ? null : FieldReader.IsNull(GetName(System.Numerics.BitOperations.TrailingZeroCount(missing)));
        return error is null;
    }

    private bool TrySet(int field, ReadOnlySpan<byte> value)
    {
        switch (field)
        {
            case 0: ConsumerGroup = value; return true;
            case 1: Topic = value; return true;
            case 9: Subscription = value; return true;
            case 10: ExpressionType = value; return true;
        }

        if (!HeaderFields.TryParseInt64(value, out var number)) return false;
        switch (field)
        {
            case 3: QueueOffset = number; return true;
            case 6: CommitOffset = number; return true;
            case 7: SuspendTimeoutMillis = number; return true;
            case 8: SubVersion = number; return true;
        }

        if (number is < int.MinValue or > int.MaxValue) return false;
        switch (field)
        {
            case 2: QueueId = (int)number; return true;
            case 4: MaxMsgNums = (int)number; return true;
            default: SysFlag = (int)number; return true;
        }
    }

    private static int Identify(ReadOnlySpan<byte> name)
    {
        var field = name.Length switch
        {
            5 => 1,
            7 => name[0] == (byte)'q' ? 2 : 5,
            10 => name[0] == (byte)'m' ? 4 : 8,
            11 => 3,
            12 => name[0] == (byte)'c' ? 6 : 9,
            13 => 0,
            14 => 10,
            20 => 7,
            _ => -1,
        };
        return field >= 0 && name.SequenceEqual(GetName(field)) ? field : -1;
    }

    private static ReadOnlySpan<byte> GetName(int field) => field switch
    {
        0 => "consumerGroup"u8,
        1 => "topic"u8,
        2 => "queueId"u8,
        3 => "queueOffset"u8,
        4 => "maxMsgNums"u8,
        5 => "sysFlag"u8,
        6 => "commitOffset"u8,
        7 => "suspendTimeoutMillis"u8,
        8 => "subVersion"u8,
        9 => "subscription"u8,
        _ => "expressionType"u8,
    };
}
