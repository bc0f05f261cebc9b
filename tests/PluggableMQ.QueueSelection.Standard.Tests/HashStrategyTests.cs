using PluggableMQ.Abstractions;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.Standard.Tests;

public sealed class HashStrategyTests : IDisposable
{
    private static readonly MessageQueue[] Four = Queues.Of(2, "a", "b");

    private readonly HashStrategy _strategy = new(new RotatingIndex(static () => -1));

    public void Dispose() => _strategy.Dispose();

    [Theory]
    // "order-1".hashCode() is -1207111310, "hello" 99162322, "" 0; "polygenelubricants" hashes to Integer.MIN_VALUE.
    [InlineData("order-1", 1207111310 % 4)]
    [InlineData("hello", 99162322 % 4)]
    [InlineData("", 0)]
    [InlineData("polygenelubricants", 0)]
    public void Select_WithKey_IsTheQueueOfJavasHash(string key, int expected) => Assert.Same(Four[expected], _strategy.Pick(Four, key));

    [Fact]
    public void Select_WithoutKey_Rotates()
        => Assert.Equal([Four[0], Four[1], Four[2], Four[3], Four[0]], Enumerable.Range(0, 5).Select(_ => _strategy.Pick(Four)));

    [Fact]
    public void Select_Retry_KeepsAKeyTogetherOnAnotherBroker()
    {
        var retried = Enumerable.Range(0, 3).Select(_ => _strategy.Pick(Four, "hello", last: "b")).Distinct();

        Assert.Equal([Four[99162322 % 2]], retried);
    }

    [Fact]
    public void Select_RetryOnTheOnlyBroker_KeepsTheKeysQueue()
    {
        var queues = Queues.Of(4, "a");

        Assert.Same(_strategy.Pick(queues, "hello"), _strategy.Pick(queues, "hello", last: "a"));
    }
}
