using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosts;

return await new ServerCommand<NameServerHost>
{
    Program = "pmq-namesrv",
    Description = """
        A NameServer: brokers register with it, clients ask it for routes. Speaks RocketMQ's protocol.

        Examples:
          pmq-namesrv                                    listens on port 9876
          pmq-namesrv -c namesrv.conf -p                 prints every setting in force and where it comes from
          pmq-namesrv --manifest pluggablemq.json --set listenPort=9877
        """,
    Role = HostRole.NameServer,
    ConfigPathKey = "configStorePath",
    Create = plugins => plugins.CreateNameServer(),
    Describe = host => $"listens on {host.Endpoint}{string.Concat(host.FurtherEndpoints.Select(e => $", {e}"))}",
}.InvokeAsync(args);
