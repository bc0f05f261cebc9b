using System.CommandLine;
using PluggableMQ.Client;
using PluggableMQ.Hosts.Cli.Client;

namespace PluggableMQ.Hosts.Cli.Bench;

/// <summary><c>pmq bench</c>: measures a broker, ours or Java's.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measures how fast a broker takes and gives messages.") { CreateSend(), CreatePull() };

    private static Command CreateSend()
    {
        var topic = new Option<string>("--topic", "-t") { Description = "The topic to send to; made by the broker if it may.", HelpName = "TOPIC", Required = true };
        var size = NumberOption.Create("--size", "The body's size in bytes.", 128);
        var concurrency = NumberOption.Create("--concurrency", "Callers, all of one producer.", 64);
        var mode = new Option<BenchMode>("--mode") { Description = "sync: each caller waits for its answer; async: each keeps --in-flight sends open; oneway; batch.", DefaultValueFactory = _ => BenchMode.Sync };
        var inFlight = NumberOption.Create("--in-flight", "Sends in flight of each caller in async mode.", 16);
        var batch = NumberOption.Create("--batch-size", "Messages in a batch.", 32);
        var seconds = Seconds();
        var json = Json();
        var command = new Command("send", """
            Sends messages for some time. Latencies are of single requests.

            Examples:
              pmq bench send --namesrv 127.0.0.1:9876 --topic Bench --size 128 --concurrency 64 --mode sync --seconds 30
              pmq bench send --topic Bench --mode async --json
            """) { topic, size, concurrency, mode, inFlight, batch, seconds, json };
        var options = ClientSession.AddOptions(command);
        command.SetAction((result, _) => HostErrors.RunAsync("pmq bench send", result.GetValue(options.Level), async () =>
        {
            await using var session = await ClientSession.OpenAsync(result, options);
            session.Client.ProducerOptions.ProducerGroup = "pmq-bench";
            await using var producer = session.Client.Factory.CreateProducer(session.Client.ProducerOptions, session.Client.Options);
            await producer.StartAsync(session.Stop);
            return await BenchRun.RunAsync($"send {result.GetValue(mode).ToString().ToLowerInvariant()}", result.GetValue(seconds), result.GetValue(json), (meter, stop) =>
                new SendBench(producer, result.GetValue(topic)!, result.GetValue(size), result.GetValue(concurrency), result.GetValue(mode), result.GetValue(inFlight), result.GetValue(batch), meter).RunAsync(stop), session.Stop);
        }));
        return command;
    }

    private static Command CreatePull()
    {
        var topic = new Option<string>("--topic", "-t") { Description = "The topic to read, over and over.", HelpName = "TOPIC", Required = true };
        var batch = NumberOption.Create("--batch-size", "Messages asked for in a pull.", 32);
        var seconds = Seconds();
        var json = Json();
        var command = new Command("pull", """
            Pulls all queues of a topic for some time, one loop for each queue. Latencies are of single pulls.

            Examples:
              pmq bench pull --namesrv 127.0.0.1:9876 --topic Bench --seconds 30
            """) { topic, batch, seconds, json };
        var options = ClientSession.AddOptions(command);
        command.SetAction((result, _) => HostErrors.RunAsync("pmq bench pull", result.GetValue(options.Level), async () =>
        {
            await using var session = await ClientSession.OpenAsync(result, options);
            await using var consumer = session.Client.Factory.CreatePullConsumer(new PullConsumerOptions { ConsumerGroup = "pmq-bench" }, session.Client.Options);
            await consumer.StartAsync(session.Stop);
            return await BenchRun.RunAsync("pull", result.GetValue(seconds), result.GetValue(json), (meter, stop) =>
                new PullBench(consumer, result.GetValue(topic)!, result.GetValue(batch), meter).RunAsync(stop), session.Stop);
        }));
        return command;
    }

    private static Option<int> Seconds() => NumberOption.Create("--seconds", "How long.", 30);

    private static Option<bool> Json() => new("--json") { Description = "Print the result as one JSON object." };
}
