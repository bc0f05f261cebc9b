namespace PluggableMQ.Remoting;

/// <summary>Marks a part of a NameServer, a broker or a client that its host finds by scanning, makes once, and hands to whatever asks for
/// it in its constructor.</summary>
/// <remarks>Request processors with <see cref="RequestCodesAttribute"/> and lifecycle participants are found without it.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RoleServiceAttribute : Attribute;
