using PluggableMQ.Protocol;

namespace PluggableMQ.Broker.Options;

/// <summary>Settings cannot be used. The message lists all that is wrong, one a line.</summary>
public sealed class BrokerOptionsException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="problems">What is wrong: each names the key, its value and what to write instead.</param>
    public BrokerOptionsException(IReadOnlyList<string> problems)
        : base("The broker's settings cannot be used:" + string.Concat(problems.Select(problem => Environment.NewLine + "  " + problem)))
            => Problems = problems;

    /// <summary>What is wrong, one entry for each setting.</summary>
    public IReadOnlyList<string> Problems { get; }

    internal static void ThrowIfInvalid(BrokerOptions options)
    {
        if (BrokerOptionsValidator.Validate(options) is { Count: > 0 } problems) throw new BrokerOptionsException(problems);
    }
}
