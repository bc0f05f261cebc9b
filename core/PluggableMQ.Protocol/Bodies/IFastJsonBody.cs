using PluggableMQ.Protocol.Json;

namespace PluggableMQ.Protocol.Bodies;

/// <summary>Something that a JSON body is made of.</summary>
internal interface IFastJsonBody<out T>
    where T : IFastJsonBody<T>
{
    /// <summary>Reads one; the reader stands before its <c>{</c>.</summary>
    static abstract T Read(ref FastJsonReader reader);

    /// <summary>Writes it, braces included.</summary>
    void Write(FastJsonWriter writer);
}
