using PluggableMQ.Abstractions.Addressing;

namespace PluggableMQ.Addressing.Static;

/// <summary>The addresses that the host was configured with; else those of the plugin's own options. They never change.</summary>
internal sealed class StaticAddressing(StaticOptions options, TopAddressingContext context) : ITopAddressing
{
    // What the operator gave on the command line or in the role's configuration is nearer than the plugin's options.
    private readonly IReadOnlyList<string> _addresses = [.. context.ConfiguredAddresses.Count > 0 ? context.ConfiguredAddresses : options.Addresses];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FetchNameServersAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_addresses);
}
