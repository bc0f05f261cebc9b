namespace PluggableMQ.Abstractions.Storage;

/// <summary>A store cannot be opened or has failed for good. The message names the file and says what to do.</summary>
public class StoreException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, in which file, and what to do.</param>
    /// <param name="path">The file or directory concerned, or null.</param>
    /// <param name="innerException">The cause, if any.</param>
    public StoreException(string message, string? path = null, Exception? innerException = null) : base(message, innerException) => Path = path;

    /// <summary>The file or directory concerned, or null.</summary>
    public string? Path { get; }
}
