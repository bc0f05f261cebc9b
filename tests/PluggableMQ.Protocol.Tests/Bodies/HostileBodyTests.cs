using System.Text;

using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Protocol.Tests.Bodies;

/// <summary>Whatever comes in, a body is decoded or refused with <see cref="InvalidDataException"/>, in memory that the input's length bounds.</summary>
public class HostileBodyTests
{
    public static TheoryData<string> Names => BodyShapeTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_CutOffAnywhere_IsRefused(string name)
    {
        var shape = BodyShape.All.Single(s => s.Name == name);
        var json = Encoding.UTF8.GetBytes(shape.Json);
        for (var length = 0; length < json.Length; length++)
        {
            var error = Assert.Throws<InvalidDataException>(() => shape.Recode(json[..length]));
            Assert.Contains(name.Split(' ')[0], error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_Mutated_IsReadOrRefused(string name)
    {
        var shape = BodyShape.All.Single(s => s.Name == name);
        var original = Encoding.UTF8.GetBytes(shape.Json);
        var random = new Random(4711);
        var refused = 0;
        const int Rounds = 2000;
        for (var round = 0; round < Rounds; round++)
        {
            var json = Mutate(original, random);
            try
            {
                shape.Recode(json);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        // Both ends are met, or the mutations are not worth their name.
        Assert.InRange(refused, Rounds / 20, Rounds - 1);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Decode_DeepNesting_IsRefused(char bracket)
    {
        var json = Encoding.ASCII.GetBytes("""{"unknown":""" + new string(bracket, 4_000_000));
        Assert.Contains("nest deeper", Assert.Throws<InvalidDataException>(() => HeartbeatData.Decode(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_DeepObjectKeys_IsRefused()
    {
        var json = Encoding.ASCII.GetBytes("""{"offsetTable":""" + string.Concat(Enumerable.Repeat("{", 1_000_000)));
        Assert.Throws<InvalidDataException>(() => TopicStatsTable.Decode(json));
    }

    [Theory]
    [InlineData("{},")]
    [InlineData("""{"a":1},""")]
    [InlineData("""{"subscriptionDataSet":[]},""")]
    [InlineData("""{"subscriptionDataSet":[{"topic":"T"}]},""")]
    public void Decode_ManySmallObjects_CostsNoMoreThanTheInputAllows(string item)
    {
        const int Length = 8 * 1024 * 1024;
        var text = new StringBuilder("""{"consumerDataSet":[""", Length + 64);
        while (text.Length < Length) text.Append(item);
        var json = Encoding.ASCII.GetBytes(text.Append("]}").ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            HeartbeatData.Decode(json);
        }
        catch (InvalidDataException e)
        {
            Assert.Contains("more objects", e.Message, StringComparison.Ordinal);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 24L * Length);
    }

    [Theory]
    [InlineData("""{"consumerDataSet":{"$ref":"$"}}""")]
    [InlineData("""{"consumerDataSet":{"$ref":"$.consumerDataSet"}}""")]
    [InlineData("""{"consumerDataSet":{"$ref":"$.nowhere"}}""")]
    [InlineData("""{"consumerDataSet":{"$ref":"$.clientID"},"clientID":"x"}""")]
    [InlineData("""{"consumerDataSet":{"$ref":".."}}""")]
    [InlineData("""{"consumerDataSet":{"$ref":null}}""")]
    [InlineData("""{"consumerDataSet":{"$ref":"$.a[9999999999]"},"a":[]}""")]
    [InlineData("""{"consumerDataSet":{"$ref":"$.a["},"a":[]}""")]
    public void Decode_ReferenceThatCannotBeFollowed_IsRefused(string json)
        => Assert.Throws<InvalidDataException>(() => HeartbeatData.Decode(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"topicName":"T"} x""")]
    [InlineData("""{"topicName":"T"}{}""")]
    [InlineData("""{"topicName":["T"]}""")]
    [InlineData("""{"readQueueNums":2147483648}""")]
    [InlineData("""{"readQueueNums":1e99}""")]
    [InlineData("""{"readQueueNums":"many"}""")]
    [InlineData("""{"order":"perhaps"}""")]
    [InlineData("""{"topicName":"T" "perm":6}""")]
    public void Decode_WhatIsNoTopicConfig_IsRefused(string json)
        => Assert.Throws<InvalidDataException>(() => TopicConfig.Decode(Encoding.UTF8.GetBytes(json)));

    private static byte[] Mutate(byte[] original, Random random)
    {
        ReadOnlySpan<byte> interesting = "{}[]:,\"'\\/$0-9e.u \t\x01"u8;
        var json = (byte[])original.Clone();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(json.Length);
            switch (random.Next(4))
            {
                case 0:
                    json[at] = (byte)random.Next(256);
                    break;
                case 1:
                    json[at] = interesting[random.Next(interesting.Length)];
                    break;
                case 2:
                    json = [.. json[..at], .. json[Math.Min(at + random.Next(1, 9), json.Length)..], (byte)' '];
                    break;
                default:
                    var from = random.Next(json.Length);
                    json = [.. json[..at], .. json[from..Math.Min(from + random.Next(1, 17), json.Length)], .. json[at..]];
                    break;
            }
        }

        return json;
    }
}
