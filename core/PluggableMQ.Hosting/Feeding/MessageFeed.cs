using PluggableMQ.Client;
using PluggableMQ.Protocol;

namespace PluggableMQ.Hosting.Feeding;

/// <summary>Sends the lines of files or of standard input as messages, with a bounded number in flight.</summary>
/// <remarks>Messages of one run may overtake each other; what the broker refuses, or no broker takes, goes to the reject file and the
/// feed goes on. <see cref="Progress"/> may be read from any thread.</remarks>
public sealed class MessageFeed
{
    private readonly FeedOptions _options;
    private readonly Producer _producer;
    private readonly TimeProvider _clock;
    private readonly FeedLineParser _parser;
    private long _started;
    private long _lines;
    private long _sent;
    private long _rejected;
    private long _empty;
    private long _bytes;

    /// <summary>Makes a feed.</summary>
    /// <param name="options">What to send.</param>
    /// <param name="producer">A started producer; stays the caller's.</param>
    /// <param name="clock">The clock.</param>
    public MessageFeed(FeedOptions options, Producer producer, TimeProvider clock)
    {
        _options = options;
        _producer = producer;
        _clock = clock;
        _parser = new FeedLineParser(options);
    }

    /// <summary>Called for each rejected line with its place and the reason; from any thread.</summary>
    public Action<string, string>? OnRejected { get; init; }

    /// <summary>How far the feed has come.</summary>
    public FeedSummary Progress => new(
        Volatile.Read(ref _lines), Volatile.Read(ref _sent), Volatile.Read(ref _rejected), Volatile.Read(ref _empty), Volatile.Read(ref _bytes),
        _started == 0 ? TimeSpan.Zero : _clock.GetElapsedTime(_started));

    /// <summary>Reads and sends until the inputs end or the token is cancelled; then waits for what is in flight.</summary>
    /// <param name="cancellationToken">Stops the reading, not the sends that have begun.</param>
    /// <returns>The account.</returns>
    /// <exception cref="IOException">An input cannot be read.</exception>
    public async Task<FeedSummary> RunAsync(CancellationToken cancellationToken)
    {
        _started = _clock.GetTimestamp();
        using var rejects = new RejectFile(_options.RejectFile);
        using var room = new SemaphoreSlim(_options.MaxInFlight);
        try
        {
            for (var i = 0; i < _options.Inputs.Count; i++)
            {
                var follow = _options.Follow && i == _options.Inputs.Count - 1;
                await using var stream = Open(_options.Inputs[i], follow);
                await foreach (var line in LineReader.ReadAsync(stream, _options.Inputs[i], _options.MaxLineLength, cancellationToken))
                {
                    _lines++;
                    if (line.Bytes.IsEmpty && !line.IsTooLong)
                    {
                        _empty++;
                        continue;
                    }

                    if (TryParse(line, rejects) is not { } message) continue;
                    await room.WaitAsync(cancellationToken);
                    _ = SendAsync(message, line, rejects, room);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop: what has been read is still sent below.
        }

        for (var i = 0; i < _options.MaxInFlight; i++) await room.WaitAsync(CancellationToken.None);
        return Progress;
    }

    private Stream Open(string input, bool follow)
    {
        if (input == "-") return Console.OpenStandardInput();
        return follow
            ? new FollowedFile(input, _clock)
            : new FileStream(input, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan });
    }

    private Message? TryParse(in FeedLine line, RejectFile rejects)
    {
        if (line.IsTooLong)
        {
            Reject(line, null, $"The line is longer than {_options.MaxLineLength} bytes.", rejects);
            return null;
        }

        try
        {
            return _parser.Parse(line.Bytes);
        }
        catch (FeedFormatException e)
        {
            Reject(line, null, e.Message, rejects);
            return null;
        }
    }

    private async Task SendAsync(Message message, FeedLine line, RejectFile rejects, SemaphoreSlim room)
    {
        try
        {
            await _producer.SendAsync(message);
            Interlocked.Increment(ref _sent);
            Interlocked.Add(ref _bytes, message.Body.Length);
        }
        catch (Exception e)
        {
            Reject(line, message, e.Message, rejects);
        }
        finally
        {
            room.Release();
        }
    }

    private void Reject(in FeedLine line, Message? message, string error, RejectFile rejects)
    {
        Interlocked.Increment(ref _rejected);
        rejects.Add(line, message, error);
        OnRejected?.Invoke($"{line.Source}:{line.Number}", error);
    }
}
