using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;
using PluggableMQ.Remoting;

namespace PluggableMQ.Client.Routing;

/// <summary>The routes of the topics that a client instance sends to and pulls from. Thread-safe.</summary>
internal sealed class RouteTable(IRouteSource source, BrokerTable brokers, ILogger logger, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<string, TopicRoute> _routes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _watched = new(StringComparer.Ordinal);
    private readonly Dictionary<RouteKey, Task<RouteLookup>> _lookups = [];
    private readonly Lock _gate = new();

    /// <summary>The route in force, without asking.</summary>
    public bool TryGet(string topic, [NotNullWhen(true)] out TopicRoute? route) => _routes.TryGetValue(topic, out route);

    /// <summary>Lets the poll ask for a topic even before it has a route.</summary>
    public void Watch(string topic) => _watched[topic] = 0;

    /// <summary>Asks for a topic's route. Callers that ask at the same time share one question. Never throws.</summary>
    public Task<RouteLookup> RefreshAsync(string topic) => Share(new RouteKey(topic));

    /// <summary>The route to send to: the one in force, else the topic's own, else for a topic that does not exist yet that of its template.</summary>
    public async Task<RouteLookup> FindForSendAsync(string topic, string template, int queueCount)
    {
        if (TryGet(topic, out var known) && known.PublishQueues.Length > 0) return new RouteLookup(known, null);
        var own = await RefreshAsync(topic).ConfigureAwait(false);
        // A topic that exists without a queue to send to does not get its template's, and who does not answer knows no template either.
        if (own.Route is not null || own.Failure is RemotingException or MqRouteException) return own;
        var borrowed = await Share(new RouteKey(topic, template, queueCount)).ConfigureAwait(false);
        return borrowed.Route is not null ? borrowed : own;
    }

    /// <summary>Asks for all routes again (every 30 seconds). What is not answered stays as it is.</summary>
    public async ValueTask PollAsync(CancellationToken cancellationToken)
    {
        var polled = 0;
        foreach (var topic in _watched.Keys.Union(_routes.Keys, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var lookup = await RefreshAsync(topic).ConfigureAwait(false);
            // The other topics would have to wait out the same time limit.
            if (lookup.Failure is RemotingException or MqRouteException) break;
            polled++;
        }

        logger.RoutesPolled(polled);
    }

    /// <summary>Whether any route names an address.</summary>
    public bool HasBroker(string address)
    {
        foreach (var (_, route) in _routes)
        {
            foreach (var broker in route.Data.BrokerDatas)
            {
                if (broker.BrokerAddrs.Any(known => known.Value == address)) return true;
            }
        }

        return false;
    }

    private Task<RouteLookup> Share(RouteKey key)
    {
        lock (_gate)
        {
            if (!_lookups.TryGetValue(key, out var lookup)) _lookups.Add(key, lookup = LookUpAsync(key));
            return lookup;
        }
    }

    private async Task<RouteLookup> LookUpAsync(RouteKey key)
    {
        // Leaves the lock of Share, so that the entry is there before it is taken away.
        await Task.Yield();
        try
        {
            var data = await source.GetRouteAsync(key.Template ?? key.Topic, stopping).ConfigureAwait(false);
            if (key.Template is not null) RouteTemplate.Limit(data, key.QueueCount);
            return new RouteLookup(Update(key.Topic, data), null);
        }
        catch (Exception e) when (e is MqClientException or RemotingException or InvalidDataException or OperationCanceledException)
        {
            _routes.TryGetValue(key.Topic, out var old);
            Report(key, old, e);
            return new RouteLookup(old, e);
        }
        finally
        {
            lock (_gate) _lookups.Remove(key);
        }
    }

    private TopicRoute Update(string topic, TopicRouteData data)
    {
        lock (_gate)
        {
            if (_routes.TryGetValue(topic, out var old) && RouteComparer.AreEqual(old.Data, data) && old.PublishQueues.Length > 0) return old;
            var route = new TopicRoute(topic, data);
            brokers.Update(data.BrokerDatas);
            _routes[topic] = route;
            logger.RouteChanged(topic, route.PublishQueues.Length, route.SubscribeQueues.Length, data.BrokerDatas.Count);
            return route;
        }
    }

    private void Report(RouteKey key, TopicRoute? old, Exception failure)
    {
        var topic = key.Template ?? key.Topic;
        if (failure is OperationCanceledException) return;
        // A topic that was never there is an answer, not a failure; one that was keeps its route, as in Java.
        if (failure is MqServerException { ResponseCode: ResponseCode.TopicNotExist })
        {
            if (old is null) logger.RouteMissing(topic);
            else logger.RouteGone(topic);
            return;
        }

        logger.RouteFailed(topic, failure.Message);
    }
}
