using PluggableMQ.Abstractions.Transport;

namespace PluggableMQ.Testing.Contracts;

/// <content>Listening and accepting.</content>
public abstract partial class TransportContract
{
    [Fact]
    public void Scheme_AnyTime_IsLowerCase()
    {
        Assert.NotEmpty(Transport.Scheme);
        Assert.Equal(Transport.Scheme.ToLowerInvariant(), Transport.Scheme);
    }

    [Fact]
    public async Task ListenAsync_TwoAddresses_ReportsTheRealOnes()
    {
        var asked = NewEndpoint();
        await using var first = await ListenAsync(asked);
        await using var second = await ListenAsync();

        Assert.NotEqual(first.Endpoint, second.Endpoint);
        Assert.Equal((asked.Host, asked.Path), (first.Endpoint.Host, first.Endpoint.Path));
        if (!HasPorts) return;
        Assert.InRange(first.Endpoint.Port, 1, 65535);
        Assert.NotEqual(first.Endpoint.Port, second.Endpoint.Port);
    }

    [Fact]
    public async Task ListenAsync_AddressTaken_SaysWhichAndWhatToDo()
    {
        await using var listener = await ListenAsync();

        var failure = await Assert.ThrowsAsync<TransportException>(async () => await Transport.ListenAsync(listener.Endpoint, default));

        Assert.Equal(listener.Endpoint, failure.Endpoint);
        Assert.Contains(listener.Endpoint.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains("in use", failure.Message, StringComparison.Ordinal);
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
    }

    [Fact]
    public async Task ListenAsync_AfterDispose_TheAddressIsFree()
    {
        var listener = await ListenAsync();
        await using (await ConnectAsync(listener))
        await using (await AcceptAsync(listener)) await CloseAsync(listener);

        await using var again = await ListenAsync(listener.Endpoint);

        Assert.Equal(listener.Endpoint, again.Endpoint);
        await using var client = await ConnectAsync(again);
        await using var server = await AcceptAsync(again);
    }

    [Fact]
    public async Task ListenAsync_TokenCancelledLater_KeepsListening()
    {
        using var binding = new CancellationTokenSource();
        await using var listener = await InTimeAsync(Transport.ListenAsync(NewEndpoint(), binding.Token).AsTask(), "ListenAsync did not end.");

        await binding.CancelAsync();

        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
    }

    [Fact]
    public async Task AcceptAsync_ConnectionsThatCameBefore_AreWaiting()
    {
        await using var listener = await ListenAsync();
        await using var first = await ConnectAsync(listener);
        await using var second = await ConnectAsync(listener);
        await WriteAsync(first, [1]);
        await WriteAsync(second, [2]);

        await using var one = await AcceptAsync(listener);
        await using var other = await AcceptAsync(listener);

        byte[] received = [(await ReadAsync(one, 1))[0], (await ReadAsync(other, 1))[0]];

        Assert.Equal<byte>([1, 2], received.Order());
        Assert.NotEqual(one.Id, other.Id);
    }

    [Fact]
    public async Task AcceptAsync_Cancelled_ThrowsAndTheNextAcceptWorks()
    {
        await using var listener = await ListenAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = listener.AcceptAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InTimeAsync(waiting, "AcceptAsync did not end, though its token was cancelled."));
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
    }

    [Fact]
    public async Task DisposeListener_WaitingAccept_GivesNullAndConnectionsStayOpen()
    {
        var listener = await ListenAsync();
        await using var client = await ConnectAsync(listener);
        await using var server = await AcceptAsync(listener);
        var waiting = listener.AcceptAsync(default).AsTask();

        await CloseAsync(listener);

        Assert.Null(await InTimeAsync(waiting, "AcceptAsync did not end, though the listener was disposed."));
        await WriteAsync(client, "still here"u8.ToArray());
        Assert.Equal("still here"u8.ToArray(), await ReadAsync(server, 10));
    }

    [Fact]
    public async Task DisposeListener_Twice_IsHarmlessAndAcceptGivesNull()
    {
        var listener = await ListenAsync();

        await CloseAsync(listener);
        await CloseAsync(listener);

        Assert.Null(await InTimeAsync(listener.AcceptAsync(default).AsTask(), "AcceptAsync of a disposed listener did not end."));
    }
}
