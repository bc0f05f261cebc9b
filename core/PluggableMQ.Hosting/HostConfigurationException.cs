namespace PluggableMQ.Hosting;

/// <summary>Settings are wrong. Carries every failure, so that they can be mended in one go.</summary>
public sealed class HostConfigurationException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failures">Each one names the file and the key, says what is wrong, and what would be right.</param>
    public HostConfigurationException(params IReadOnlyList<string> failures) : base(string.Join(Environment.NewLine, failures)) => Failures = failures;

    /// <summary>The failures, at least one.</summary>
    public IReadOnlyList<string> Failures { get; }
}
