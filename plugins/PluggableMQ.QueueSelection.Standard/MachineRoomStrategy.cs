using PluggableMQ.Abstractions;
using PluggableMQ.Abstractions.Plugins;
using PluggableMQ.Abstractions.QueueSelection;
using PluggableMQ.PluginShared;

namespace PluggableMQ.QueueSelection.Standard;

/// <summary>Round robin over the queues in the preferred machine rooms, over all when none is there (the idea of <c>AllocateMachineRoomNearby</c>).</summary>
/// <remarks>A broker's room is what <c>brokerRooms</c> says, else the part of its name before '@' or '-'. A retry stays in the room while there is
/// another broker; then it leaves the room rather than ask the broker that just failed again.</remarks>
internal sealed class MachineRoomStrategy : IQueueSelectionStrategy, IDisposable
{
    private readonly string[] _rooms;
    private readonly Dictionary<string, bool> _isNear;
    private readonly RotatingIndex _index;

    public MachineRoomStrategy(StandardOptions options) : this(options, new RotatingIndex())
    {
    }

    internal MachineRoomStrategy(StandardOptions options, RotatingIndex index)
    {
        if (options.MachineRooms.Count == 0)
        {
            index.Dispose();
            throw new PluginConfigurationException(
                "option 'machineRooms' is empty, but queueSelection 'machine-room' is in use; name the rooms to prefer, for example \"sh\", or choose another selection.");
        }

        _rooms = [.. options.MachineRooms];
        _isNear = options.BrokerRooms.ToDictionary(entry => entry.Key, entry => options.MachineRooms.Contains(entry.Value), StringComparer.Ordinal);
        _index = index;
    }

    /// <inheritdoc/>
    public MessageQueue Select(in QueueSelectionRequest request)
    {
        var queues = request.Queues;
        var start = (uint)_index.Next(request.Topic);
        MessageQueue? near = null;
        MessageQueue? other = null;
        for (var i = 0u; i < queues.Length; i++)
        {
            var queue = queues[(int)((start + i) % (uint)queues.Length)];
            var isOther = request.LastBrokerName is not { } last || Candidates.IsOther(queue, last);
            var isNear = IsNear(queue.BrokerName);
            if (isNear && isOther) return queue;
            if (isNear) near ??= queue;
            if (isOther) other ??= queue;
        }

        return other ?? near ?? queues[(int)(start % (uint)queues.Length)];
    }

    /// <inheritdoc/>
    public void Report(in SendOutcome outcome)
    {
        // A room is near whatever becomes of a send.
    }

    public void Dispose() => _index.Dispose();

    private bool IsNear(string broker)
    {
        if (_isNear.TryGetValue(broker, out var isNear)) return isNear;
        foreach (var room in _rooms)
        {
            if (broker.Length > room.Length && broker[room.Length] is '@' or '-' && broker.StartsWith(room, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
