using System.Text;
using PluggableMQ.Protocol.Headers;

namespace PluggableMQ.Protocol.Tests.Headers;

public sealed class PullMessageHeaderTests
{
    private static readonly string[] Required =
        ["consumerGroup", "topic", "queueId", "queueOffset", "maxMsgNums", "sysFlag", "commitOffset", "suspendTimeoutMillis", "subVersion"];

    [Fact]
    public void TryRead_WhatTheWriterWrote_GivesEveryField()
    {
        var fields = Create();
        Assert.True(PullMessageRequestView.TryRead(fields, out var view, out _));
        Assert.Equal("group", Encoding.UTF8.GetString(view.ConsumerGroup));
        Assert.Equal("Topic", Encoding.UTF8.GetString(view.Topic));
        Assert.Equal("TagA || TagB", Encoding.UTF8.GetString(view.Subscription));
        Assert.Equal("TAG", Encoding.UTF8.GetString(view.ExpressionType));
        Assert.Equal((3, 1L << 40, 32, 7), (view.QueueId, view.QueueOffset, view.MaxMsgNums, view.SysFlag));
        Assert.Equal((5L, 20000L, 1795220219058), (view.CommitOffset, view.SuspendTimeoutMillis, view.SubVersion));
    }

    [Fact]
    public void TryRead_EachRequiredFieldMissingOrNoNumber_NamesIt()
    {
        foreach (var name in Required)
        {
            var fields = new HeaderFields();
            var all = Create();
            for (var i = 0; i < all.Count; i++)
            {
                if (Encoding.UTF8.GetString(all.GetName(i)) != name) fields.Add(all.GetName(i), all.GetValue(i));
            }

            Assert.False(PullMessageRequestView.TryRead(fields, out _, out var error));
            Assert.Equal($"the custom field <{name}> is null", error);
            fields.Set(name, "x");
            Assert.Equal(name is "consumerGroup" or "topic", PullMessageRequestView.TryRead(fields, out _, out error));
        }
    }

    [Theory]
    [InlineData("queueId")]
    [InlineData("maxMsgNums")]
    [InlineData("sysFlag")]
    public void TryRead_NumberBeyond32Bits_IsRefused(string name)
    {
        var fields = Create();
        fields.Set(name, "4294967296");
        Assert.False(PullMessageRequestView.TryRead(fields, out _, out var error));
        Assert.Contains($"<{name}>", error, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_EveryCapturedPull_Reads()
    {
        var count = 0;
        foreach (var frame in CapturedFrame.All.Where(frame => frame.Kind == "request" && frame.Code == RequestCode.PullMessage))
        {
            Assert.True(PullMessageRequestView.TryRead(frame.Decode().Fields, out var view, out var error), error);
            Assert.InRange(view.MaxMsgNums, 1, 32);
            Assert.False(view.Topic.IsEmpty || view.ConsumerGroup.IsEmpty);
            count++;
        }

        Assert.Equal(82, count);
    }

    [Fact]
    public void ResponseHeader_WrittenAndCaptured_Reads()
    {
        var fields = new HeaderFields();
        new PullMessageResponseHeader { SuggestWhichBrokerId = 1, NextBeginOffset = 2, MinOffset = 3, MaxOffset = 4 }.Write(fields);
        Assert.True(PullMessageResponseHeader.TryRead(fields, out var header, out _));
        Assert.Equal((1L, 2L, 3L, 4L), (header.SuggestWhichBrokerId, header.NextBeginOffset, header.MinOffset, header.MaxOffset));
        var answers = CapturedFrame.All.Where(frame => frame.Answers == RequestCode.PullMessage && frame.Code is ResponseCode.Success or ResponseCode.PullNotFound);
        foreach (var frame in answers.ToList())
        {
            Assert.True(PullMessageResponseHeader.TryRead(frame.Decode().Fields, out header, out var error), $"{frame}: {error}");
            Assert.InRange(header.NextBeginOffset, header.MinOffset, header.MaxOffset);
        }
    }

    private static HeaderFields Create()
    {
        var fields = new HeaderFields();
        new PullMessageRequestHeader
        {
            ConsumerGroup = "group",
            Topic = "Topic",
            QueueId = 3,
            QueueOffset = 1L << 40,
            MaxMsgNums = 32,
            SysFlag = PullSysFlag.CommitOffset | PullSysFlag.Suspend | PullSysFlag.Subscription,
            CommitOffset = 5,
            SuspendTimeoutMillis = 20000,
            Subscription = "TagA || TagB",
            SubVersion = 1795220219058,
            ExpressionType = "TAG",
        }.Write(fields);
        return fields;
    }
}
