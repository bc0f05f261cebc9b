using PluggableMQ.Broker.Tests.Support;
using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Tests.Replay;

/// <summary>Says to this broker what Java clients said to a Java broker, at the same pace, and compares every answer.</summary>
public sealed class CapturedScenarioTests
{
    [Theory]
    [InlineData("java-4.9.8-json.jsonl.gz", "inmemory")]
    [InlineData("java-4.9.8-json.jsonl.gz", "tcp")]
    [InlineData("java-4.9.8-binary.jsonl.gz", "inmemory")]
    public async Task Scenario_OfACapture_IsAnsweredAsByJava(string capture, string scheme)
    {
        var frames = CapturedFrame.LoadBrokerFrames(capture);
        // Java's own time, because clients search by time; the broker had been up a moment.
        var began = DateTimeOffset.UnixEpoch.AddSeconds(frames[0].Time);
        await using var broker = await TestBroker.StartAsync(setup =>
        {
            setup.Clock = new ManualClock(began);
            setup.Scheme = scheme;
            setup.Options.TraceTopicEnable = true;
            setup.Options.MaxMessageSize = 131072;
        });
        var counter = new AnswerCounter();
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
                    connections[frame.Connection] = connection = await RawConnection.OpenAsync(broker, counter);
                if (frame.FromClient)
                {
                    await connection.SendAsync(halves.Translate(frame));
                    continue;
                }

                if (frame.Answers == 0) continue;
                var expected = frame.Decode();
                var answer = connection.ResponseAsync(expected.Opaque);
                if (expected.Code == ResponseCode.PullNotFound) await LetHeldPullsExpireAsync(broker, counter, answer);
                var actual = await answer.WaitAsync(TestBroker.Patience);
                AnswerComparer.AssertSame(frame, actual, comparePlaces: !halves.Note(frame, actual));
                compared++;
            }

            Assert.True(compared > 150, $"only {compared} answers were compared");
            foreach (var (id, connection) in connections)
            {
                var notified = frames.Count(frame => frame.Connection == id && !frame.FromClient && frame.Answers == 0);
                Assert.Equal(notified, connection.Notifications.Count(notification => notification.Code == RequestCode.NotifyConsumerIdsChanged && notification.IsOneWay));
            }
        }
        finally
        {
            foreach (var connection in connections.Values) await connection.DisposeAsync();
        }
    }

    /// <summary>Lets the clock run on until a held pull's time is over: Java looked at time-outs at other moments.</summary>
    private static async Task LetHeldPullsExpireAsync(TestBroker broker, AnswerCounter counter, Task answer)
    {
        for (var second = 0; second < 60 && !answer.IsCompleted; second++)
        {
            var held = broker.Services.Holds.Count;
            var answers = counter.Total;
            broker.Clock.Advance(TimeSpan.FromSeconds(1));
            await counter.ReachAsync(answers + held - broker.Services.Holds.Count).WaitAsync(TestBroker.Patience);
        }
    }
}
