using PluggableMQ.Remoting;

namespace PluggableMQ.NameServer;

/// <summary>The NameServer's classes of requests. Tables are in memory, so most of it runs on the connection's read loop, which also keeps a
/// broker's registrations in order; what writes a file does not.</summary>
internal sealed class RequestClasses
{
    public const string Route = "route";
    public const string Admin = "admin";

    private readonly RequestClass _route = new(Route, 10_000, inline: true);
    private readonly RequestClass _admin = new(Admin, 1_000, inline: false);

    /// <summary>Finds a class by the name in a <see cref="RequestCodesAttribute"/>.</summary>
    public RequestClass Get(string name) => name switch
    {
        Route => _route,
        Admin => _admin,
        _ => throw new ArgumentException($"There is no request class '{name}'. Known are: {Route}, {Admin}.", nameof(name)),
    };
}
