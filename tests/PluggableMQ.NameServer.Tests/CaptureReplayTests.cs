using System.Buffers;
using System.Text;
using PluggableMQ.NameServer.Tests.Support;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.NameServer.Tests;

/// <summary>What a Java broker, client and mqadmin said to a Java NameServer is said again; the answers must be the same.</summary>
public class CaptureReplayTests
{
    [Theory]
    [InlineData("java-4.9.8-json.jsonl.gz")]
    [InlineData("java-4.9.8-binary.jsonl.gz")]
    public async Task Replay_EverythingThatJavaAsked_IsAnsweredAsByJava(string file)
    {
        var capture = CapturedFrame.Read(file);
        var requests = capture.Where(frame => frame.FromClient).ToDictionary(frame => (frame.Connection, frame.Opaque));
        await using var server = await TestNameServer.StartAsync();
        var connections = new Dictionary<int, RawConnection>();
        var compared = 0;
        try
        {
            // A request is said where its answer was seen: Java's threads may overtake each other, so that is the order in which it did the work.
            foreach (var frame in capture.Where(frame => !frame.FromClient || frame.Kind == "oneway"))
            {
                if (!connections.TryGetValue(frame.Connection, out var connection))
                    connections.Add(frame.Connection, connection = await RawConnection.OpenAsync(server.Port));
                if (frame.Kind == "oneway")
                {
                    await connection.SendAsync(frame.Bytes);

                    // Requests of one connection are handled in order: when this one is answered, the one-way one is done.
                    await connection.SendAsync(RemotingCommand.CreateRequest(RequestCode.GetBrokerClusterInfo));
                    await connection.ReceiveAsync();
                    continue;
                }

                var request = requests[(frame.Connection, frame.Opaque)];
                await connection.SendAsync(request.Bytes);
                AssertSame(request, Decode(frame.Bytes), await connection.ReceiveAsync());
                compared++;
            }
        }
        finally
        {
            foreach (var connection in connections.Values) connection.Dispose();
        }

        Assert.Equal(requests.Values.Count(request => request.Kind == "request"), compared);
        Assert.True(compared > 70, $"Only {compared} answers were compared.");
    }

    private static void AssertSame(CapturedFrame request, RemotingCommand expected, RemotingCommand actual)
    {
        Assert.Equal(Describe(request, expected), Describe(request, actual));
        Assert.Equal(expected.Opaque, actual.Opaque);
        Assert.Equal(expected.SerializeType, actual.SerializeType);
    }

    private static string Describe(CapturedFrame request, RemotingCommand response)
    {
        var text = new StringBuilder();
        text.Append($"request {request.Code} on connection {request.Connection}: code {response.Code}, remark {response.Remark}, ");
        text.Append(response.Fields.IsPresent ? "fields" : "no fields");
        foreach (var field in Enumerable.Range(0, response.Fields.Count)
            .Select(i => $" {Encoding.UTF8.GetString(response.Fields.GetName(i))}={Encoding.UTF8.GetString(response.Fields.GetValue(i))}").Order(StringComparer.Ordinal))
        {
            text.Append(field);
        }

        var body = response.Body.ToArray();

        // Java lists topics in the order of a hash map.
        return text.Append(", body ").Append(request.Code == RequestCode.GetAllTopicListFromNameserver
            ? string.Join(',', TopicList.Decode(body).TopicNames.Order(StringComparer.Ordinal))
            : Encoding.UTF8.GetString(body)).ToString();
    }

    private static RemotingCommand Decode(byte[] bytes)
    {
        var command = new RemotingCommand();
        var buffer = new ReadOnlySequence<byte>(bytes);
        Assert.Equal(FrameReadResult.Frame, RemotingFrame.TryRead(ref buffer, command, RemotingFrame.DefaultMaxLength, out _));
        return command;
    }
}
