using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Replay;

/// <summary>Says to this broker what Java clients said to a Java broker, at the same pace, and compares every answer.</summary>
public sealed class CapturedScenarioTests
{
    [Theory]
    [InlineData("java-4.9.8-json.jsonl.gz", "tcp", "commitlog")]
    [InlineData("java-4.9.8-json.jsonl.gz", "inmemory", "inmemory")]
    [InlineData("java-4.9.8-binary.jsonl.gz", "tcp", "inmemory")]
    [InlineData("java-4.9.8-binary.jsonl.gz", "inmemory", "commitlog")]
    public async Task Scenario_OfACapture_IsAnsweredAsByJava(string capture, string scheme, string store)
    {
        var frames = CapturedFrame.LoadBrokerFrames(capture);
        // Java's own time, because clients search by time; the broker had been up a moment.
        var began = DateTimeOffset.UnixEpoch.AddSeconds(frames[0].Time);
        await using var broker = await TestBroker.StartAsync(setup =>
        {
            setup.Clock = new ManualClock(began);
            setup.Scheme = scheme;
            setup.CreateStore = TestPlugins.Store(store);
            setup.Options.TraceTopicEnable = true;
            setup.Options.MaxMessageSize = 131072;
        });
        var pace = new ReplayPace(broker);
        var halves = new HalfMessagePlaces();
        var connections = new Dictionary<int, RawConnection>();
        var compared = 0;
        try
        {
            foreach (var frame in frames)
            {
                var due = began + TimeSpan.FromSeconds(frame.Time - frames[0].Time);
                if (due > broker.Clock.GetUtcNow()) broker.Clock.Advance(due - broker.Clock.GetUtcNow());
                if (!connections.TryGetValue(frame.Connection, out var connection))
                    connections[frame.Connection] = connection = await RawConnection.OpenAsync(broker, pace.Answers);
                if (frame.FromClient)
                {
                    await pace.SendAsync(connection, halves.Translate(frame));
                    continue;
                }

                if (frame.Answers == 0) continue;
                var expected = frame.Decode();
                var answer = connection.ResponseAsync(expected.Opaque);
                await pace.LetClockReachAsync(
                    answer, step: TimeSpan.FromMilliseconds(expected.Code == ResponseCode.PullNotFound ? 1000 : 100));
                var actual = await answer.WaitAsync(TestBroker.Patience);
                AnswerComparer.AssertSame(frame, actual, comparePlaces: !halves.Note(frame, actual));
                compared++;
            }

            Assert.True(compared > 150, $"only {compared} answers were compared");
            foreach (var (id, connection) in connections)
            {
                var notified = frames.Count(frame => frame.Connection == id && !frame.FromClient && frame.Answers == 0);
                Assert.Equal(
                    notified,
                    connection.Notifications.Count(
                        notification => notification.Code == RequestCode.NotifyConsumerIdsChanged && notification.IsOneWay));
            }
        }
        finally
        {
            foreach (var connection in connections.Values) await connection.DisposeAsync();
        }
    }
}
