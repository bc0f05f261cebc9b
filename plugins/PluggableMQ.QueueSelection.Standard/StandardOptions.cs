using Microsoft.Extensions.Configuration;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>The options of the standard selections. Each one looks at its own and ignores the others.</summary>
public sealed class StandardOptions
{
    /// <summary>How many points of the consistent-hash ring each queue has. Default 100.</summary>
    public int VirtualNodes { get; init; } = 100;

    /// <summary>The rooms that machine-room prefers. Default none, with which machine-room cannot be used.</summary>
    public IReadOnlyList<string> MachineRooms { get; init; } = [];

    /// <summary>The rooms of brokers whose names do not tell, by broker name. Default none.</summary>
    public IReadOnlyDictionary<string, string> BrokerRooms { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>After how many seconds (up to twice as many) least-in-flight forgets a send that was never reported. Default 60.</summary>
    public int InFlightSeconds { get; init; } = 60;

    /// <summary>For how many queues least-in-flight counts. Default 4096.</summary>
    public int MaxQueues { get; init; } = 4096;

    internal static StandardOptions Read(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new StandardOptions();
        var options = new StandardOptions
        {
            VirtualNodes = reader.Int32("virtualNodes", defaults.VirtualNodes, 1, 1000),
            MachineRooms = Split(reader.Text("machineRooms", "")),
            BrokerRooms = ReadBrokerRooms(reader),
            InFlightSeconds = reader.Int32("inFlightSeconds", defaults.InFlightSeconds, 1, 3600),
            MaxQueues = reader.Int32("maxQueues", defaults.MaxQueues, 2, 1_000_000),
        };
        reader.ThrowIfFailed();
        return options;
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, string> ReadBrokerRooms(OptionReader reader)
    {
        var rooms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Split(reader.Text("brokerRooms", "")))
        {
            var parts = entry.Split('=', StringSplitOptions.TrimEntries);
            if (parts is not [{ Length: > 0 } broker, { Length: > 0 } room]) reader.Fail("brokerRooms", $"holds '{entry}'; write broker=room, separated by commas");
            else if (!rooms.TryAdd(broker, room)) reader.Fail("brokerRooms", $"names broker '{broker}' twice");
        }

        return rooms;
    }
}
