using PluggableMQ.Abstractions.Addressing;

namespace PluggableMQ.Testing.Contracts;

/// <content>Telling of changes, for lookups that do (<see cref="IAddressingChangeSource"/>).</content>
public abstract partial class AddressingContract
{
    /// <summary>Changes what the source of the last <see cref="Create"/> says, as its operator would; for lookups that tell of changes.</summary>
    /// <returns>Whether it was changed; false, the default, leaves out what needs a change.</returns>
    protected virtual Task<bool> ChangeAsync() => Task.FromResult(false);

    [Fact]
    public async Task WaitForChange_SourceChanges_Ends()
    {
        var lookup = Own(Create(Context()));
        if (lookup is not IAddressingChangeSource source) return;
        await FetchAsync(lookup);
        var waiting = await BeginAsync(source);

        if (!await ChangeAsync()) return;

        await InTimeAsync(waiting.Ended, "WaitForChangeAsync did not end, though the addresses changed while it waited.");
        await FetchAsync(lookup);
    }

    [Fact]
    public async Task WaitForChange_ChangeBetweenTwoCalls_IsNotLost()
    {
        var lookup = Own(Create(Context()));
        if (lookup is not IAddressingChangeSource source) return;
        await FetchAsync(lookup);
        var first = await BeginAsync(source);
        if (!await ChangeAsync()) return;
        await InTimeAsync(first.Ended, "WaitForChangeAsync did not end, though the addresses changed while it waited.");
        await FetchAsync(lookup);

        // The host is between two calls now: nobody waits.
        await ChangeAsync();

        await InTimeAsync((await BeginAsync(source)).Ended, "WaitForChangeAsync did not end: it lost a change that came between two calls.");
        await FetchAsync(lookup);
    }

    [Fact]
    public async Task WaitForChange_TokenCancelled_EndsAndTheNextCallWorks()
    {
        const int Attempts = 100;
        var lookup = Own(Create(Context()));
        if (lookup is not IAddressingChangeSource source) return;
        await FetchAsync(lookup);
        using var stop = new CancellationTokenSource();
        var waiting = await BeginAsync(source, stop.Token);

        await stop.CancelAsync();

        // A change, also one that was none, may come first: the host then calls again.
        for (var i = 0; !await IsCancelledAsync(waiting.Ended); i++)
        {
            Assert.True(
                i < Attempts,
                "WaitForChangeAsync goes on telling of changes, though its token was cancelled: it must throw OperationCanceledException.");
            waiting = await BeginAsync(source, stop.Token);
        }

        var next = await BeginAsync(source);
        if (!await ChangeAsync()) return;
        await InTimeAsync(next.Ended, "WaitForChangeAsync did not end at a change after an earlier call had been cancelled.");
    }

    private async Task<bool> IsCancelledAsync(Task waiting)
    {
        try
        {
            await InTimeAsync(waiting, "WaitForChangeAsync did not end, though its token was cancelled.");
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    // The call is to return at once: one that blocks its caller until there is a change would hold up the host.
    private async Task<Wait> BeginAsync(IAddressingChangeSource source, CancellationToken cancellationToken = default)
    {
        Task? waiting = null;
        async Task CallAsync() => await source.WaitForChangeAsync(cancellationToken);
        await ReturnAsync(() => waiting = CallAsync(), "WaitForChangeAsync");
        return new Wait(waiting!);
    }

    private sealed record Wait(Task Ended);
}
