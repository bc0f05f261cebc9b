namespace PluggableMQ.Storage.CommitLog.Background;

/// <summary>A thread that works when it is signalled, and at an interval. It ends loudly when its work throws.</summary>
internal sealed class BackgroundLoop : IDisposable
{
    private readonly AutoResetEvent _wake = new(false);
    private readonly Action _work;
    private readonly Action<Exception> _onFailure;
    private readonly Thread _thread;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private ITimer? _timer;
    private int _signalled;
    private volatile bool _stopping;

    /// <summary>Makes the loop, without starting it.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="clock">Gives the interval.</param>
    /// <param name="interval">How often it works without a signal; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    /// <param name="work">The work; may block.</param>
    /// <param name="onFailure">Told what the work threw. The loop has ended then.</param>
    public BackgroundLoop(string name, TimeProvider clock, TimeSpan interval, Action work, Action<Exception> onFailure)
    {
        _clock = clock;
        _interval = interval;
        _work = work;
        _onFailure = onFailure;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    public void Start()
    {
        _timer = _clock.CreateTimer(static state => ((BackgroundLoop)state!).Signal(), this, _interval, _interval);
        _thread.Start();
    }

    /// <summary>Makes it work soon. Cheap when it has been signalled already; does nothing when it has ended.</summary>
    public void Signal()
    {
        if (Volatile.Read(ref _signalled) == 0 && Interlocked.Exchange(ref _signalled, 1) == 0) Wake();
    }

    /// <summary>Lets the work that is going on end, and ends the thread.</summary>
    public void Dispose()
    {
        if (_timer is null) return;
        _timer.Dispose();
        _stopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        _timer = null;
    }

    private void Wake()
    {
        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // An append or the timer was on its way here when the store was closed. The store does the last round itself.
        }
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                _wake.WaitOne();
                if (_stopping) return;
                Volatile.Write(ref _signalled, 0);
                Interlocked.MemoryBarrier();
                _work();
            }
        }
#pragma warning disable CA1031 // Whatever it is, the store must hear of it: a loop that is silently gone would lose data later.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _onFailure(exception);
        }
    }
}
