using System.Text;
using PluggableMQ.Hosting.Roles;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosts.Producer;

/// <summary>Sends lines as messages, one after the other.</summary>
internal static class LineSender
{
    private const string DefaultGroup = "pmq-producer";

    /// <summary>Sends until the input ends or a stop is asked for.</summary>
    public static async Task<int> RunAsync(ClientHost client, string topic, TextReader input, TextWriter output, CancellationToken stop)
    {
        var options = client.ProducerOptions;
        if (options.ProducerGroup.Length == 0) options.ProducerGroup = DefaultGroup;
        await using var producer = client.Factory.CreateProducer(options, client.Options);
        await producer.StartAsync(stop);
        long sent = 0;
        while (!stop.IsCancellationRequested && await input.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.Length == 0) continue;
            await producer.SendAsync(new Message { Topic = topic, Body = Encoding.UTF8.GetBytes(line) }, cancellationToken: CancellationToken.None);
            sent++;
        }

        await output.WriteLineAsync($"{sent} messages sent to {topic}");
        return 0;
    }
}
