using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.Testing;
using PluggableMQ.Testing.Contracts;

namespace PluggableMQ.QueueSelection.Standard.Tests;

/// <summary>The contract of selection strategies, for each of the plugin's five.</summary>
public abstract class StandardContract(string name, params (string Key, string Value)[] options) : QueueSelectionContract
{
    protected override IQueueSelectionStrategy Create(QueueSelectionContext context)
        => new PluginHarness(new StandardPlugin(), options).Create(PluginKinds.QueueSelection, name, context);
}

public sealed class HashContractTests() : StandardContract("hash");

public sealed class ConsistentHashContractTests() : StandardContract("consistent-hash", ("virtualNodes", "20"));

public sealed class RandomContractTests() : StandardContract("random");

/// <summary>The kit's first broker is in the room.</summary>
public sealed class MachineRoomContractTests() : StandardContract("machine-room", ("machineRooms", "near"), ("brokerRooms", "broker-00=near"));

/// <summary>No broker of the kit's is in the room.</summary>
public sealed class OtherMachineRoomContractTests() : StandardContract("machine-room", ("machineRooms", "far"));

/// <summary>With a table that the kit's queues overflow.</summary>
public sealed class LeastInFlightContractTests() : StandardContract("least-in-flight", ("maxQueues", "16"));
