using PluggableMQ.Client.Naming;

namespace PluggableMQ.Client.Instance;

/// <summary>The states of a producer or consumer, with Java's texts. Thread-safe.</summary>
internal sealed class Lifecycle(string kind)
{
    private readonly Lock _gate = new();
    private volatile ServiceState _state = ServiceState.CreateJust;

    public ServiceState State => _state;

    /// <summary>Begins a start; the state says that it failed until it has succeeded.</summary>
    public void BeginStart()
    {
        lock (_gate)
        {
            if (_state != ServiceState.CreateJust)
                throw new MqServiceStateException($"The {kind} service state not OK, maybe started once, {GetName(_state)}{Faq.Line}");
            _state = ServiceState.StartFailed;
        }
    }

    /// <summary>The start has succeeded.</summary>
    public void Started() => _state = ServiceState.Running;

    /// <summary>The start was refused for a reason that may go away: it may be tried again.</summary>
    public void Refused() => _state = ServiceState.CreateJust;

    /// <summary>Begins a shutdown; false when there is nothing to shut down.</summary>
    public bool BeginShutdown()
    {
        lock (_gate)
        {
            if (_state != ServiceState.Running) return false;
            _state = ServiceState.ShutdownAlready;
            return true;
        }
    }

    /// <summary>Refuses calls before the start and after the shutdown.</summary>
    public void EnsureRunning()
    {
        if (_state != ServiceState.Running) throw NotRunning();
    }

    private MqServiceStateException NotRunning() => new($"The {kind} service state not OK, {GetName(_state)}{Faq.Line}");

    private static string GetName(ServiceState state) => state switch
    {
        ServiceState.CreateJust => "CREATE_JUST",
        ServiceState.Running => "RUNNING",
        ServiceState.ShutdownAlready => "SHUTDOWN_ALREADY",
        _ => "START_FAILED",
    };
}
