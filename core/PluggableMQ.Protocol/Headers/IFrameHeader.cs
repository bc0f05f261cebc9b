using System.Diagnostics.CodeAnalysis;

namespace PluggableMQ.Protocol.Headers;

/// <summary>A header type: the fields of one kind of request or response (<c>CommandCustomHeader</c>).</summary>
/// <typeparam name="TSelf">The header type itself.</typeparam>
public interface IFrameHeader<TSelf> where TSelf : class, IFrameHeader<TSelf>
{
    /// <summary>Reads the header. Fields that it does not know are ignored.</summary>
    /// <param name="fields">The frame's fields.</param>
    /// <param name="header">The header.</param>
    /// <param name="error">What is wrong, in Java's words where it has some; fit for a remark.</param>
    /// <returns>False when a required field is missing or a number is none.</returns>
    static abstract bool TryRead(HeaderFields fields, [NotNullWhen(true)] out TSelf? header, [NotNullWhen(false)] out string? error);

    /// <summary>Adds the fields; absent optional ones are left out.</summary>
    /// <param name="fields">Receives them.</param>
    void Write(HeaderFields fields);
}
