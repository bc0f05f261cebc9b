namespace PluggableMQ.Broker.Tests.Replay;

/// <summary>Counts answers on all connections, so that a test can wait for as many as it knows to be on their way.</summary>
internal sealed class AnswerCounter
{
    private readonly Lock _gate = new();
    private readonly List<(int Total, TaskCompletionSource Reached)> _waiting = [];
    private int _total;

    public int Total
    {
        get
        {
            lock (_gate) return _total;
        }
    }

    public void Add()
    {
        lock (_gate)
        {
            _total++;
            _waiting.RemoveAll(waiting => waiting.Total <= _total && waiting.Reached.TrySetResult());
        }
    }

    public Task ReachAsync(int total)
    {
        lock (_gate)
        {
            if (_total >= total) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((total, reached));
            return reached.Task;
        }
    }
}
