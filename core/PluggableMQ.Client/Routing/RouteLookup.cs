namespace PluggableMQ.Client.Routing;

/// <summary>What came of asking for a route: the route in force, or why there is none.</summary>
/// <param name="Route">The route; also an older one that stays in force because the question failed.</param>
/// <param name="Failure">What went wrong, or null.</param>
internal readonly record struct RouteLookup(TopicRoute? Route, Exception? Failure);
