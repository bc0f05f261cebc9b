namespace PluggableMQ.Abstractions.Plugins;

/// <summary>A kind of extension: the SPI, what its factories are given, and how many can be in use.</summary>
public abstract class PluginKind
{
    private protected PluginKind(string name, PluginCardinality cardinality, Type contractType, Type contextType)
    {
        Name = name;
        Cardinality = cardinality;
        ContractType = contractType;
        ContextType = contextType;
    }

    /// <summary>The kind's name in manifests, for example <c>transport</c>.</summary>
    public string Name { get; }

    /// <summary>How many implementations can be in use.</summary>
    public PluginCardinality Cardinality { get; }

    /// <summary>The SPI.</summary>
    public Type ContractType { get; }

    /// <summary>What the SPI's factories are given.</summary>
    public Type ContextType { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A kind of extension, with its types.</summary>
/// <typeparam name="TContract">The SPI.</typeparam>
/// <typeparam name="TContext">What the SPI's factories are given.</typeparam>
public sealed class PluginKind<TContract, TContext> : PluginKind
    where TContract : class
    where TContext : class
{
    internal PluginKind(string name, PluginCardinality cardinality) : base(name, cardinality, typeof(TContract), typeof(TContext))
    {
    }
}

/// <summary>How many implementations of a kind can be in use.</summary>
public enum PluginCardinality
{
    /// <summary>One in a host.</summary>
    One = 0,

    /// <summary>One for each endpoint scheme.</summary>
    OnePerScheme,

    /// <summary>One for each producer.</summary>
    OnePerProducer,

    /// <summary>Any number, in the manifest's order.</summary>
    OrderedList,
}
