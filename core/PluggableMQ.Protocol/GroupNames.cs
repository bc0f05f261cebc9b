using System.Collections.Frozen;

namespace PluggableMQ.Protocol;

/// <summary>Groups with a meaning of their own (<c>MixAll</c>).</summary>
public static class GroupNames
{
    /// <summary>The producer group that a user must replace by one of their own.</summary>
    public const string DefaultProducer = "DEFAULT_PRODUCER";

    /// <summary>The consumer group that a user must replace by one of their own.</summary>
    public const string DefaultConsumer = "DEFAULT_CONSUMER";

    /// <summary>Tools.</summary>
    public const string ToolsConsumer = "TOOLS_CONSUMER";

    /// <summary>The administration client's producer group.</summary>
    public const string AdminProducer = "admin_ext_group";

    /// <summary>Filter servers.</summary>
    public const string FilterServerConsumer = "FILTERSRV_CONSUMER";

    /// <summary>Self test, producer.</summary>
    public const string SelfTestProducer = "SELF_TEST_P_GROUP";

    /// <summary>Self test, consumer.</summary>
    public const string SelfTestConsumer = "SELF_TEST_C_GROUP";

    /// <summary>The producer that every client carries for messages of its own.</summary>
    public const string ClientInnerProducer = "CLIENT_INNER_PRODUCER";

    /// <summary>Cloud service, owner.</summary>
    public const string OnsApiOwner = "CID_ONSAPI_OWNER";

    /// <summary>Cloud service, permission.</summary>
    public const string OnsApiPermission = "CID_ONSAPI_PERMISSION";

    /// <summary>Cloud service, pull.</summary>
    public const string OnsApiPull = "CID_ONSAPI_PULL";

    /// <summary>Cloud service, HTTP proxy.</summary>
    public const string OnsHttpProxy = "CID_ONS-HTTP-PROXY";

    /// <summary>What a system consumer group's name may begin with.</summary>
    public const string SystemPrefix = "CID_RMQ_SYS_";

    private static readonly FrozenSet<string> SystemNames = FrozenSet.Create(StringComparer.Ordinal,
    [
        DefaultProducer, DefaultConsumer, ToolsConsumer, FilterServerConsumer, SelfTestProducer, SelfTestConsumer, ClientInnerProducer,
        OnsApiOwner, OnsApiPermission, OnsApiPull, OnsHttpProxy,
    ]);

    /// <summary>Whether a group belongs to the system.</summary>
    /// <param name="group">The group.</param>
    /// <returns>True for the names of this class and for <c>CID_RMQ_SYS_...</c>.</returns>
    public static bool IsSystem(string group) => SystemNames.Contains(group) || group.StartsWith(SystemPrefix, StringComparison.Ordinal);
}
