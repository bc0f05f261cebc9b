namespace PluggableMQ.Remoting;

/// <summary>Says which request codes a processor handles, so that a host can find and register it.</summary>
/// <param name="requestClass">The name of the <see cref="RequestClass"/> that bounds its work.</param>
/// <param name="codes">The request codes.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RequestCodesAttribute(string requestClass, params int[] codes) : Attribute
{
    /// <summary>The name of the class of requests.</summary>
    public string RequestClass { get; } = requestClass;

    /// <summary>The request codes.</summary>
    public IReadOnlyList<int> Codes { get; } = codes;
}
