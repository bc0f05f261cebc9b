namespace PluggableMQ.Protocol;

/// <summary>Version ordinals that gate behaviour (<c>MQVersion.Version</c>).</summary>
public static class MqVersion
{
    /// <summary>What this implementation announces: 4.9.8.</summary>
    public const int Current = 409;

    /// <summary>The description of <see cref="Current"/> as Java prints it.</summary>
    public const string CurrentDescription = "V4_9_8";

    /// <summary>3.0.7-SNAPSHOT: consumers from here on can have their offset reset.</summary>
    public const int V307Snapshot = 28;

    /// <summary>3.0.11: brokers from here on register with filter servers in the body.</summary>
    public const int V3011 = 37;

    /// <summary>3.1.8-SNAPSHOT: consumers from here on answer relayed calls.</summary>
    public const int V318Snapshot = 62;

    /// <summary>3.4.9: the request's maxReconsumeTimes wins over the group's.</summary>
    public const int V349 = 121;

    /// <summary>4.9.4: clients from here on get route JSON with quoted keys.</summary>
    public const int V494 = 401;
}
