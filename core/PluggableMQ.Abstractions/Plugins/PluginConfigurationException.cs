namespace PluggableMQ.Abstractions.Plugins;

/// <summary>A plugin's options are wrong. Carries every failure, so that they can be mended in one go.</summary>
public sealed class PluginConfigurationException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="failures">Each one names an option, says what is wrong with its value, and what is allowed.</param>
    public PluginConfigurationException(params IReadOnlyList<string> failures) : base(string.Join(Environment.NewLine, failures)) => Failures = failures;

    /// <summary>The failures, at least one.</summary>
    public IReadOnlyList<string> Failures { get; }
}
