namespace PluggableMQ.Hosting.Feeding;

/// <summary>A line of a feed is not a message. The text says why and what a line looks like.</summary>
public sealed class FeedFormatException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong with the line.</param>
    /// <param name="innerException">The cause, if any.</param>
    public FeedFormatException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }
}
