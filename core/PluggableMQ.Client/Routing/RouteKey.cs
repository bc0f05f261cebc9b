namespace PluggableMQ.Client.Routing;

/// <summary>Which route is asked for.</summary>
/// <param name="Topic">The topic that gets the route.</param>
/// <param name="Template">The topic whose route it takes over (<c>createTopicKey</c>), or null for its own.</param>
/// <param name="QueueCount">How many queues it has at most, with a template.</param>
internal readonly record struct RouteKey(string Topic, string? Template = null, int QueueCount = 0);
