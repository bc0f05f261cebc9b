using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Hosts;

return await new ServerCommand<BrokerHost>
{
    Program = "pmq-broker",
    Description = """
        A broker: stores messages and serves them. Speaks RocketMQ's protocol, and reads RocketMQ's broker.conf.

        Examples:
          pmq-broker -n 127.0.0.1:9876                   listens on ports 10911 and 10909, registers with the NameServer
          pmq-broker -c broker.conf -n 'a:9876;b:9876'   with RocketMQ's settings
          pmq-broker -c broker.conf -m                   prints the important settings in force
          pmq-broker --manifest pluggablemq.json --set brokerName=broker-b --set listenPort=20911
        """,
    Role = HostRole.Broker,
    ConfigPathKey = "brokerConfigPath",
    HasNameServers = true,
    HasImportantSettings = true,
    Create = plugins => plugins.CreateBroker(),
    Describe = host => $"{host.Options.BrokerName} of {host.Options.BrokerClusterName} listens on {host.Endpoint}"
        + $"{string.Concat(host.FurtherEndpoints.Select(e => $", {e}"))}, VIP port {host.VipEndpoint?.Port}, announced as {host.AdvertisedAddress}",
    WatchFailure = host => host.Failure,
}.InvokeAsync(args);
