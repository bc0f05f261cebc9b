using PluggableMQ.Remoting.Dispatch;

namespace PluggableMQ.Remoting.Hooks;

/// <summary>The hooks that are in force together. A request enters the set when it begins and leaves it when it is over; a set that was
/// replaced knows when the last request has left.</summary>
internal sealed class HookSet
{
    /// <summary>As many bits as a request remembers.</summary>
    public const int MaxCount = 64;

    private readonly UseCount _requests = new();

    public HookSet(IReadOnlyList<RpcHookEntry> entries)
    {
        if (entries.Count > MaxCount)
            throw new ArgumentException($"There are {entries.Count} hooks, more than the {MaxCount} that one host can run.", nameof(entries));
        Entries = [.. entries];
    }

    /// <summary>The hooks in order.</summary>
    public RpcHookEntry[] Entries { get; }

    /// <summary>Ends when the set was retired and the last request has left.</summary>
    public Task Drained => _requests.Ended;

    /// <summary>Enters the set in force.</summary>
    public static HookSet Enter(ref HookSet current)
    {
        while (true)
        {
            var set = Volatile.Read(ref current);
            var cell = set._requests.Enter();
            if (ReferenceEquals(Volatile.Read(ref current), set)) return set;
            set._requests.StepBack(cell);
        }
    }

    /// <summary>Leaves. Once for each time it was entered.</summary>
    public void Leave() => _requests.Leave();

    /// <summary>Notes that it is in force no longer; nobody stays who enters from now on.</summary>
    public void Retire() => _requests.Retire();
}
