using System.Text;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Protocol.Tests.Headers;

public sealed class SendMessageRequestViewTests
{
    private static readonly string[] LongNames =
    [
        "producerGroup", "topic", "defaultTopic", "defaultTopicQueueNums", "queueId", "sysFlag", "bornTimestamp", "flag", "properties",
        "reconsumeTimes", "unitMode", "maxReconsumeTimes", "batch", "bname",
    ];

    [Theory]
    [InlineData(RequestCode.SendMessage)]
    [InlineData(RequestCode.SendReplyMessage)]
    [InlineData(RequestCode.SendMessageV2)]
    [InlineData(RequestCode.SendBatchMessage)]
    [InlineData(RequestCode.SendReplyMessageV2)]
    public void TryRead_WhatTheWriterWrote_GivesEveryField(int code)
    {
        var fields = new HeaderFields();
        CreateHeader().Write(code, fields);
        Assert.True(SendMessageRequestView.TryRead(code, fields, out var view, out var error));
        Assert.Null(error);
        Assert.Equal("group", Encoding.UTF8.GetString(view.ProducerGroup));
        Assert.Equal("Topic", Encoding.UTF8.GetString(view.Topic));
        Assert.Equal("TBW102", Encoding.UTF8.GetString(view.DefaultTopic));
        Assert.Equal((8, 3, 0x301, 1795220219058, 7), (view.DefaultTopicQueueNums, view.QueueId, view.SysFlag, view.BornTimestamp, view.Flag));
        Assert.Equal("TAGS\u0001TagA", Encoding.UTF8.GetString(view.Properties));
        Assert.Equal((2, true, 16, true), (view.ReconsumeTimes, view.UnitMode, view.MaxReconsumeTimes, view.IsBatch));
        Assert.Equal("broker-a", Encoding.UTF8.GetString(view.BrokerName));
    }

    [Fact]
    public void Write_V2_NamesAreLettersInTheOrderOfTheAlphabet()
    {
        var fields = new HeaderFields();
        CreateHeader().Write(RequestCode.SendMessageV2, fields);
        Assert.Equal("abcdefghijklmn", string.Concat(Enumerable.Range(0, fields.Count).Select(index => Encoding.UTF8.GetString(fields.GetName(index)))));
    }

    [Fact]
    public void Write_V1_NamesAreJavas()
    {
        var fields = new HeaderFields();
        CreateHeader().Write(RequestCode.SendMessage, fields);
        Assert.Equal(LongNames, Enumerable.Range(0, fields.Count).Select(index => Encoding.UTF8.GetString(fields.GetName(index))));
    }

    [Fact]
    public void Write_WithMessage_TakesItsProperties()
    {
        var fields = new HeaderFields();
        CreateHeader().Write(RequestCode.SendMessageV2, fields, new Message("Topic", default, "TagB", "größe"));
        Assert.Equal("TAGS\u0001TagB\u0002KEYS\u0001größe", fields.GetString("i"u8));
    }

    [Theory]
    [InlineData(RequestCode.SendMessage, RequestCode.SendMessageV2)]
    [InlineData(RequestCode.SendMessageV2, RequestCode.SendMessage)]
    public void TryRead_NamesOfTheOtherVersion_AreNotRead(int written, int read)
    {
        var fields = new HeaderFields();
        CreateHeader().Write(written, fields);
        Assert.False(SendMessageRequestView.TryRead(read, fields, out _, out var error));
        Assert.Equal($"the custom field <{(read == RequestCode.SendMessage ? "producerGroup" : "a")}> is null", error);
    }

    [Fact]
    public void TryRead_EachRequiredFieldMissing_NamesIt()
    {
        for (var missing = 0; missing < 14; missing++)
        {
            foreach (var code in new[] { RequestCode.SendMessage, RequestCode.SendMessageV2 })
            {
                var fields = Without(code, missing);
                Assert.Equal(missing >= 8, SendMessageRequestView.TryRead(code, fields, out _, out var error));
                var name = code == RequestCode.SendMessage ? LongNames[missing] : ((char)('a' + missing)).ToString();
                Assert.Equal(missing >= 8 ? null : $"the custom field <{name}> is null", error);
            }
        }
    }

    [Theory]
    [InlineData("d", "x")]
    [InlineData("e", "2147483648")]
    [InlineData("f", "1.0")]
    [InlineData("g", "9223372036854775808")]
    [InlineData("h", "")]
    [InlineData("j", "1 ")]
    [InlineData("l", "0x10")]
    public void TryRead_NotANumber_NamesFieldAndText(string name, string value)
    {
        var fields = new HeaderFields();
        CreateHeader().Write(RequestCode.SendMessageV2, fields);
        fields.Set(name, value);
        Assert.False(SendMessageRequestView.TryRead(RequestCode.SendMessageV2, fields, out _, out var error));
        Assert.Contains($"<{name}>", error, StringComparison.Ordinal);
        Assert.Contains($"\"{value}\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_OptionalFieldsAbsentAndForeignOnesThere_GivesDefaults()
    {
        var fields = new HeaderFields();
        foreach (var letter in "abc") fields.Set(letter.ToString(), "x");
        foreach (var letter in "defgh") fields.Set(letter.ToString(), "-1");
        fields.Set("ns", "x");
        fields.Set("z", "x");
        fields.Set("topic", "other");
        Assert.True(SendMessageRequestView.TryRead(RequestCode.SendMessageV2, fields, out var view, out _));
        Assert.Equal((0, false, null, false), (view.ReconsumeTimes, view.UnitMode, view.MaxReconsumeTimes, view.IsBatch));
        Assert.True(view.Properties.IsEmpty && view.BrokerName.IsEmpty);
        Assert.Equal("x", Encoding.UTF8.GetString(view.Topic));
    }

    private static SendMessageRequestHeader CreateHeader() => new()
    {
        ProducerGroup = "group",
        Topic = "Topic",
        DefaultTopicQueueNums = 8,
        QueueId = 3,
        SysFlag = 0x301,
        BornTimestamp = 1795220219058,
        Flag = 7,
        Properties = "TAGS\u0001TagA",
        ReconsumeTimes = 2,
        UnitMode = true,
        MaxReconsumeTimes = 16,
        IsBatch = true,
        BrokerName = "broker-a",
    };

    private static HeaderFields Without(int code, int index)
    {
        var all = new HeaderFields();
        CreateHeader().Write(code, all);
        var fields = new HeaderFields();
        for (var i = 0; i < all.Count; i++)
        {
            if (i != index) fields.Add(all.GetName(i), all.GetValue(i));
        }

        return fields;
    }
}
