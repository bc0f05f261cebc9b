using System.Collections.Concurrent;
using PluggableMQ.Protocol;
using PluggableMQ.Protocol.Bodies;

namespace PluggableMQ.Client.Tests.Support;

/// <summary>The answers of a NameServer, from a table.</summary>
internal static class FakeNameServer
{
    public static FakeServer ServeRoutes(this FakeServer server, ConcurrentDictionary<string, TopicRouteData> routes)
        => server.On(RequestCode.GetRouteInfoByTopic, (request, response) =>
        {
            var topic = request["topic"]!;
            if (routes.TryGetValue(topic, out var route)) response.SetBody(route.Encode(standardJson: true));
            else response.SetResult(ResponseCode.TopicNotExist, $"No topic route info in name server for the topic: {topic}\nSee http://rocketmq.apache.org/docs/faq/ for further details.");
        });
}
