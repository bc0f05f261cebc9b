using System.Text;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.Tracing;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.Tracing.Topic.Tests;

/// <summary>The contract of trace dispatchers; a record has arrived when a message that names it was published.</summary>
public sealed class ContractTests : TraceDispatcherContract
{
    protected override ITraceDispatcher Create(TraceDispatcherContext context) => new PluginHarness(new TopicPlugin()).Create(PluginKinds.Tracing, "topic", context);

    protected override bool? HasArrived(string messageId) => Publisher.Published.Any(message => message.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(messageId)) >= 0);

    protected override long? PlaceOf(string messageId)
    {
        var all = string.Join('\n', Publisher.Published.Select(message => Encoding.UTF8.GetString(message.Body)));
        var place = all.IndexOf(messageId, StringComparison.Ordinal);
        return place < 0 ? null : place;
    }
}
